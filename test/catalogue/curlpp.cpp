// cURLpp on its own headers.
// REQUIRES: curlpp
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <curlpp/Easy.hpp>
#include <curlpp/Multi.hpp>
#include <curlpp/Options.hpp>
#include <curlpp/cURLpp.hpp>

mock::task<> fetch(curlpp::Easy &one, curlpp::Multi &many, int *running) {
  one.setOpt(curlpp::options::Url("http://example.org")); // OK: a setting
  one.perform();                                          // BAD: http
  many.add(&one);                                         // OK: only adds it
  many.perform(running);                                  // OK: does what can be done
  co_return;
}
