// trace: what it writes, and when it may come and go.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/sleep.hpp"
#include "nostall/spawn.hpp"
#include "nostall/trace.hpp"
#include "python.hpp"
#include <memory>
#include <system_error>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;

CASE(trace_writes_a_timeline) {
  nostall::loop loop;
  nostall::trace timeline(loop);
  loop.run([]() -> task<> {
    auto work = []() -> task<> {
      ::usleep(20'000);
      co_await nostall::yield();
    };
    co_await nostall::spawn(work(), "a \"task\"");
  }());
  CHECK(timeline.steps() >= 4);
  auto text = timeline.json();
  CHECK(text.find("\"a \\\"task\\\"\"") != std::string::npos);
  CHECK(text.find("\"cname\":\"terrible\"") != std::string::npos);
  CHECK(text.find("trace_test.cpp:") != std::string::npos);
  CHECK_THROWS(std::system_error, timeline.write("/nowhere/at/all.json"));
  std::string path = "/tmp/nostall-trace-" + std::to_string(::getpid());
  timeline.write(path);
  std::FILE *f = std::fopen(path.c_str(), "r");
  CHECK(f != nullptr);
  if (f) {
    std::string back(text.size() + 100, '\0');
    back.resize(std::fread(back.data(), 1, back.size(), f));
    std::fclose(f);
    CHECK(back.substr(0, 40) == text.substr(0, 40));
  }
  ::unlink(path.c_str());
  {
    nostall::trace by_itself(loop, path);
  }
  CHECK(::access(path.c_str(), R_OK) == 0);
  ::unlink(path.c_str());
}

// One thread's events follow each other; none reaches into the next.
static const char *const events_nest = R"(
import json, sys
events = json.loads(sys.stdin.buffer.read().decode("utf-8"))["traceEvents"]
steps = [e for e in events if e["ph"] == "X"]
assert len(steps) > 100, len(steps)
end = 0
for e in steps:
    assert e["ts"] >= end - 0.0015 and e["dur"] >= 0, e
    end = e["ts"] + e["dur"]
assert any("at" in e["args"] and "trace_test" in e["args"]["at"] for e in steps)
)";

CASE(the_timeline_is_json_and_its_events_nest) {
  nostall::loop loop;
  nostall::trace timeline(loop);
  loop.run([]() -> task<> {
    auto steps = []() -> task<> {
      for (int i = 0; i < 50; ++i)
        co_await nostall::yield();
      co_await nostall::sleep(1ms);
    };
    std::vector<task<>> all;
    for (int i = 0; i < 5; ++i)
      all.push_back(steps());
    co_await nostall::gather(std::move(all));
    co_await nostall::spawn(steps(),
                            "\x01 \"odd\" \\ \xff \xc3\x28 \xed\xa0\x80 é");
    nostall::loop::current().call_soon([] {});
    co_await nostall::yield();
  }());
  CHECK(python::accepts(events_nest, timeline.json()));
}

CASE(a_trace_may_end_within_its_loop) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto &here = nostall::loop::current();
    for (int i = 0; i < 3; ++i) {
      auto timeline = std::make_unique<nostall::trace>(here);
      for (int k = 0; k < i; ++k)
        co_await nostall::yield();
      timeline.reset(); // in the middle of a step that it has seen begin
      co_await nostall::yield();
      nostall::trace again(here);
      co_await nostall::yield();
      CHECK(again.steps() == 1);
    }
  }());
}

CASE(a_trace_keeps_the_first_steps) {
  nostall::loop loop;
  nostall::trace timeline(loop, {}, 10ms, 7);
  loop.run([]() -> task<> {
    for (int i = 0; i < 20; ++i)
      co_await nostall::yield();
  }());
  CHECK(timeline.steps() == 7);
  // An exception that leaves run() ends its step.
  nostall::trace other(loop);
  loop.call_soon([] { throw std::runtime_error("out"); });
  CHECK_THROWS(std::runtime_error, loop.step(false));
  CHECK(other.steps() == 1);
  CHECK(python::accepts("import json, sys\n"
                        "e = json.load(sys.stdin)[\"traceEvents\"]\n"
                        "assert [x[\"ph\"] for x in e] == [\"M\", \"X\"]",
                        other.json()));
}

CHECK_MAIN
