// cpr, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <cpr/cpr.h>
#include <unistd.h>

mock::task<> fetch(cpr::Session &session) {
  cpr::Get(cpr::Url{"http://a"});                                // BAD: http
  cpr::Post(cpr::Url{"http://a"}, cpr::Body{});                  // BAD: http
  cpr::AsyncResponse later = cpr::GetAsync(cpr::Url{"http://a"}); // OK: a thread does it
  later.get();                                                   // BAD: http
  cpr::GetCallback([](cpr::Response) { usleep(5); }, cpr::Url{"http://a"}); // OK: a thread calls it
  session.SetUrl(cpr::Url{"http://a"});                          // OK: only remembers it
  session.Get();                                                 // BAD: http
  session.GetAsync();                                            // OK: a thread does it
  co_return;
}
