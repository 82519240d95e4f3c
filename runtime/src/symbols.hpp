#pragma once
// From program counters to functions and lines.
#include "nostall/stall_detector.hpp"

namespace nostall::detail {

// All the functions at `pc`, the inlined ones first. `exact` for the innermost
// frame; the others are return addresses.
void symbolize(std::uint64_t pc, bool exact,
               std::vector<stall_report::place> &out);

// A coroutine's function as its author wrote it, without what the compiler put
// there: "fetch(fetch(int)::_Z5fetchi.Frame*)" becomes "fetch".
std::string tidy_function(std::string name);

// Whether code in this file is the user's: not the system's, not the runtime's.
bool is_users(const stall_report::place &p);

} // namespace nostall::detail
