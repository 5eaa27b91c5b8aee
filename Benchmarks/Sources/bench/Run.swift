// SPDX-License-Identifier: Apache-2.0
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What one run of a command took.
struct Run {
  /// Seconds from start to end.
  var wall: Double
  /// Seconds of all cores together.
  var cpu: Double
  /// The most memory it held, in bytes.
  var peak: Int
  /// Its exit status.
  var status: Int32

  /// Runs a command with its output thrown away.
  init(_ command: [String]) throws {
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

    var process = pid_t()
    let clock = ContinuousClock()
    let start = clock.now
    let error = posix_spawn(&process, command[0], &actions, nil, arguments, environ)
    guard error == 0 else {
      throw Failure(command: command, reason: String(cString: strerror(error)))
    }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process else {
      throw Failure(command: command, reason: String(cString: strerror(errno)))
    }
    wall = (clock.now - start) / .seconds(1)
    cpu = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    #if os(Linux)
      peak = Int(usage.ru_maxrss) * 1024
    #else
      peak = Int(usage.ru_maxrss)
    #endif
    self.status = status
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}

/// A command that could not be run.
struct Failure: Error, CustomStringConvertible {
  var command: [String]
  var reason: String
  var description: String { "\(command.joined(separator: " ")): \(reason)" }
}
