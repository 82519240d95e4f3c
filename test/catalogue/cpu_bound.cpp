// Long computations: password hashing.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <crypt.h>
#include <unistd.h>

mock::task<> login(const char *password, const char *salt) {
  crypt_data data{};
  ::crypt_r(password, salt, &data); // BAD: cpu-bound
  ::crypt(password, salt);          // BAD: cpu-bound
  ::getpid();                       // OK: a system call that does not wait
  co_return;
}
