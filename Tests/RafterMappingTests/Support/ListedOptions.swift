// SPDX-License-Identifier: Apache-2.0
@testable import RafterMapping

extension SearchSpace {
  /// All options of a side, listed anew, for what is remembered to be held against.
  func options(of place: SidePlace, lengths: [Int], _ filling: Filling = .full) -> [SideOption] {
    var listing = OptionListing(of: place, in: self, lengths: lengths, filling)
    return listing.run()
  }
}
