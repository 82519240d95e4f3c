#pragma once

namespace nostall::detail {

struct system_call {
  const char *name;
  bool first_is_descriptor;
};
// Of a number in /proc/…/syscall; {nullptr, false} if it is not in our list.
system_call find_system_call(long number) noexcept;

} // namespace nostall::detail
