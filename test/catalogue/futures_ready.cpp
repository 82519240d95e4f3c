// Futures whose promise is kept already.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <future>
#include <thread>

mock::task<> kept(int value) {
  std::promise<int> before;
  auto first = before.get_future();
  before.set_value(value);
  first.get(); // OK: the value is there

  std::promise<int> after;
  after.set_value(value);
  auto second = after.get_future();
  second.wait(); // OK: the value is there
  second.get();  // OK: the value is there

  std::promise<int> open;
  auto third = open.get_future();
  std::thread([&open] { open.set_value(1); }).detach();
  third.get(); // BAD: wait

  std::promise<int> maybe, other;
  auto fourth = maybe.get_future(), fifth = other.get_future();
  if (value > 3)
    maybe.set_value(value);
  other.set_value(value);
  fourth.get(); // BAD: wait
  fifth.get();  // OK: the value is there
  co_return;
}

mock::task<> run_here(int value) {
  std::packaged_task<int()> work([=] { return value; });
  auto result = work.get_future();
  work();       // OK: nothing waits in it
  result.get(); // OK: it has run

  std::packaged_task<int()> given([=] { return value; });
  auto later = given.get_future();
  std::thread(std::move(given)).detach();
  later.get(); // BAD: wait
  co_return;
}
