#pragma once
#include <cstdint>
#include <string>

namespace nostall::detail {
// A JSON string, quotes included.
std::string json_string(const std::string &s);
// n / 1000 as a JSON number.
std::string json_thousandths(std::int64_t n);
} // namespace nostall::detail
