// keyutils on its own header.
// REQUIRES: keyutils
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <keyutils.h>

mock::task<> find(char *text) {
  request_key("user", "a", "more", KEY_SPEC_SESSION_KEYRING);  // BAD: process
  request_key("user", "a", nullptr, KEY_SPEC_SESSION_KEYRING); // OK: only looks
  add_key("user", "a", text, 8, KEY_SPEC_SESSION_KEYRING);     // OK: only stores it
  keyctl_read(1, text, 8);                                     // OK: only looks
  co_return;
}
