// SPDX-License-Identifier: Apache-2.0

/// The version of Rafter, as every result states it.
public enum RafterVersion {
  /// Semantic versioning; results that move are listed in CHANGELOG.md.
  public static let text = "0.1.0"
}
