// SPDX-License-Identifier: Apache-2.0
public import RafterWorkload

/// Groups the nodes of a graph into layers that an analyst recognises.
public enum LayerGrouping {
  /// The workload of a resolved graph.
  public static func workload(from graph: ResolvedGraph) -> Workload {
    preconditionFailure("not written")
  }
}
