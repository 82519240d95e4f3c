// Declarations after Seastar's documentation: see ../../README.md.
#pragma once
#include "coroutine.hh"
#include <chrono>

namespace seastar {
template <typename Clock = std::chrono::steady_clock, typename Rep,
          typename Period>
future<> sleep(std::chrono::duration<Rep, Period> time);
} // namespace seastar
