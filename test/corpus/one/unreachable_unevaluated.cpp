// RUN: %check_marks %s -- %flags -I%S/Inputs
// Firmware updater: dead code, discarded branches and operands that are never evaluated.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <concepts>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <type_traits>
#include <typeinfo>

#include "task.h"

namespace fw {

constexpr bool simulate = true;
constexpr int version = 3;
inline constexpr bool has_hardware = !simulate;
enum Mode { dry_run, real };
constexpr Mode mode = dry_run;

int flash(int fd) { return int(::write(fd, "x", 1)); }
std::string image() {
  std::ifstream in("fw.bin");
  std::string s;
  std::getline(in, s, '\0');
  return s;
}
struct Programmer {
  int burn() { return ::system("burn"); }
  virtual ~Programmer() = default;
};
[[noreturn]] void die(const char*);

template <class T>
concept Burner = requires(T t) { t.burn(); };

rt::task<int> constant_conditions(int fd) {
  if (false) {
    ::sleep(1);                                   // OK: if (false)
  }
  if (0) flash(fd);                               // OK: if (0)
  if (has_hardware) flash(fd);                    // OK: constant false
  if (simulate) {
    co_await rt::async_sleep(std::chrono::milliseconds(1));  // OK: asynchronous timer
  } else {
    flash(fd);                                    // OK: constant false branch
  }
  if (!simulate && flash(fd)) co_return 1;        // OK: short circuit on a constant
  if (simulate || flash(fd)) ++fd;                // OK: short circuit on a constant
  if (simulate && flash(fd)) co_return 2; // BAD: file
  int n = simulate ? 0 : flash(fd);               // OK: constant picks the other arm
  n += simulate ? flash(fd) : 0; // BAD: file
  while (false) ::usleep(1);                      // OK: while (false)
  for (; false;) ::usleep(1);                     // OK: for (; false;)
  do {
    ::usleep(1); // BAD: sleep
  } while (false);
  if (version > 5) flash(fd);                     // OK: constant comparison
  if (version < 5) flash(fd); // BAD: file
  if (mode == real) flash(fd);                    // OK: constant comparison
  co_return n;
}

template <bool Dry>
rt::task<> discarded(int fd) {
  if constexpr (Dry) {
    ++fd;
  } else {
    flash(fd);                                    // OK: discarded, only <true> is instantiated
  }
  if constexpr (sizeof(void*) == 2) ::sleep(1);   // OK: discarded
  if constexpr (sizeof(void*) == 8) ::sleep(1); // BAD: sleep
  if constexpr (std::is_same_v<int, long>) {
    ::sleep(2);                                   // OK: discarded
  } else {
    ::sleep(3); // BAD: sleep
  }
  co_return;
}

rt::task<> use_discarded() { co_await discarded<true>(1); }

rt::task<int> after_return(int fd) {
  if (fd < 0) {
    co_return -1;
    ::sleep(1);                                   // OK: after co_return
  }
  flash(fd); // BAD: file
  for (;;) {
    if (fd++ > 9) break;
    continue;
    flash(fd);                                    // OK: after continue
  }
  switch (fd) {
    case 1:
      co_return 1;
      flash(fd);                                  // OK: after co_return
    default:
      break;
  }
  co_return 0;
  flash(fd);                                      // OK: after co_return
}

rt::task<> after_noreturn(int fd) {
  if (fd == 3) {
    die("bad");
    ::sleep(1);                                   // OK: after a noreturn call
  }
  if (fd == 4) {
    throw fd;
    flash(fd);                                    // OK: after throw
  }
  if (fd == 5) {
    std::abort();
    flash(fd);                                    // OK: after abort
  }
  flash(fd); // BAD: file
  co_return;
}

rt::task<std::size_t> unevaluated(int fd, Programmer& p) {
  std::size_t n = sizeof(flash(fd));              // OK: sizeof
  n += sizeof(image().size());                    // OK: sizeof
  n += alignof(decltype(image()));                // OK: decltype
  decltype(::sleep(1)) left = 0;                  // OK: decltype
  using R = decltype(p.burn());                   // OK: decltype
  if (noexcept(flash(fd))) ++n;                   // OK: noexcept operator
  if constexpr (requires { ::sleep(1); }) ++n;    // OK: requires expression
  if constexpr (Burner<Programmer>) ++n;          // OK: concept check
  static_assert(std::is_same_v<decltype(flash(0)), int>);  // OK: decltype
  n += typeid(flash(fd)).hash_code();             // OK: typeid of a non-polymorphic value
  static_assert(noexcept(sizeof(::usleep(3))));   // OK: sizeof
  n += std::size_t(std::invoke_result_t<decltype(&flash), int>{});  // OK: a type only
  n += std::size_t(__builtin_constant_p(::usleep(1)));  // OK: operand not evaluated
  auto* addr = &::sleep;                          // OK: takes an address
  n += addr != nullptr;                           // OK: compares
  R rc = p.burn(); // BAD: process
  co_return n + left + std::size_t(rc);
}

void forever(int fd) {
  for (;;) flash(fd);                             // OK: plain function, called by no coroutine
}

}  // namespace fw
