// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import RafterCommand

struct ReproducingCommandTests {
  private func command(_ line: String) -> ReproducingCommand {
    ReproducingCommand(arguments: line.split(separator: " ").map(String.init))
  }

  @Test func `what advise alone knows is left out, and what changes comes last`() {
    let advise = command(
      "advise resnet50 --on edge-npu --lever batching --emit rows --plot a.svg --quiet --batch 2")
    #expect(
      advise.line([("--batch", "8")]) == "rafter analyze resnet50 --on edge-npu --batch 8")
    #expect(
      advise.line([("--on", "rows/edge npu.yaml")])
        == "rafter analyze resnet50 --batch 2 --on 'rows/edge npu.yaml'")
  }

  @Test func `a written machine is at its supply already`() {
    let advise = command("advise resnet50 --on eyeriss-v1 --at-voltage 0.9V --emit rows")
    #expect(
      advise.line([("--on", "rows/a.yaml")]) == "rafter analyze resnet50 --on rows/a.yaml")
    #expect(
      advise.line([("--batch", "2")])
        == "rafter analyze resnet50 --on eyeriss-v1 --at-voltage 0.9V --batch 2")
  }

  @Test func `a layer by itself stays one`() {
    let advise = command("advise resnet50 --on edge-npu --layer L02 --emit rows")
    #expect(
      advise.line([("--on", "rows/a.yaml")])
        == "rafter analyze resnet50 --layer L02 --on rows/a.yaml")
  }

  @Test func `options with an equals sign are taken whole`() {
    let advise = command(
      "advise llama-3.1-8b --phase decode --on=h100 --precision=w8a16 --iso-area --search-limit=9")
    #expect(
      advise.line([("--precision", "w4a16")])
        == "rafter analyze llama-3.1-8b --phase decode --on=h100 --search-limit=9 --precision w4a16"
    )
  }
}
