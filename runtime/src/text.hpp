#pragma once
#include <string>

namespace nostall::detail {
// A JSON string, quotes included.
std::string json_string(const std::string &s);
} // namespace nostall::detail
