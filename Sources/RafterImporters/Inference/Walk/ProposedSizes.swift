// SPDX-License-Identifier: Apache-2.0

/// Sizes that are proposed for open sides of inputs, and tried before they are.
struct ProposedSizes: Sendable, Hashable {
  /// Of an image.
  var height: Int
  var width: Int
  /// Of a sequence: tokens, samples, frames.
  var length: Int

  /// Those that fit most models.
  static let usual = ProposedSizes(height: 224, width: 224, length: 128)

  /// Those tried one after another where the usual ones do not fit: lines of text (48 and 32 rows), windows of sound
  /// (512 and 256 samples, a second), detectors (640).
  static let others = [
    ProposedSizes(height: 48, width: 320, length: 512),
    ProposedSizes(height: 32, width: 320, length: 256),
    ProposedSizes(height: 640, width: 640, length: 1024),
    ProposedSizes(height: 256, width: 256, length: 16_000),
    ProposedSizes(height: 512, width: 512, length: 64),
    ProposedSizes(height: 64, width: 64, length: 16),
    ProposedSizes(height: 28, width: 28, length: 1),
  ]
}
