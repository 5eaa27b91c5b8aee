// SPDX-License-Identifier: Apache-2.0

/// On what a chart is shown.
public enum ChartTheme: String, Sendable, CaseIterable {
  case light, dark
}

/// A colour by what it is for.
///
/// The coloured ones are those of Okabe and Ito, which people with any common colour vision tell apart; on
/// the dark background the darkest are lightened.
enum Paint: Hashable {
  case background, ink, muted, grid, frame
  case blue, skyBlue, green, orange, yellow, vermillion, purple, grey

  /// As in a style sheet.
  func hex(_ theme: ChartTheme) -> String {
    switch (self, theme) {
    case (.background, .light): "#ffffff"
    case (.background, .dark): "#14171b"
    case (.ink, .light): "#1b1b1b"
    case (.ink, .dark): "#f2f2f2"
    case (.muted, .light): "#5c5c5c"
    case (.muted, .dark): "#b3b8be"
    case (.grid, .light): "#e6e6e6"
    case (.grid, .dark): "#2a2f35"
    case (.frame, .light): "#8c8c8c"
    case (.frame, .dark): "#767c84"
    case (.blue, .light): "#0072b2"
    case (.blue, .dark): "#3f9fe0"
    case (.skyBlue, .light): "#56b4e9"
    case (.skyBlue, .dark): "#8fd0f7"
    case (.green, .light): "#009e73"
    case (.green, .dark): "#1fbf92"
    case (.orange, _): "#e69f00"
    case (.yellow, _): "#f0e442"
    case (.vermillion, .light): "#d55e00"
    case (.vermillion, .dark): "#ee7626"
    case (.purple, _): "#cc79a7"
    case (.grey, _): "#999999"
    }
  }
}
