#pragma once
/// stall_detector: says, while it happens, that the loop does not get on.
///
/// A watchdog thread looks at the loop's heartbeat. A step that lasts longer
/// than the threshold is a stall: while it lasts, the watchdog asks the kernel
/// what the thread does (blocked in which system call on which descriptor,
/// computing, or waiting for a processor), walks its stack, and reports; when
/// the step ends, it reports the duration. Nothing is measured on the loop's
/// side but two stores a step.
///
/// How the stack is read: of a thread that is blocked, from the outside,
/// without disturbing it. Of one that computes, by a signal (`use_signal`),
/// because the kernel does not tell its registers: should the thread enter
/// nanosleep, poll or epoll_wait at just that moment, that call returns early
/// with EINTR. Switch it off for code that does not bear that.
/// Limits: the stack is read on x86-64 only; lines need debug information and
/// libbacktrace, which g++ brings along.
///
/// On by default (threshold 100 ms, text on stderr) when the runtime is built
/// without NDEBUG, or if the environment says NOSTALL_DETECTOR=1; =0 is off.
/// Make it and destroy it while the loop does not run, or from within it.
/// `sink` is called on a thread of the detector's own and must not throw.
///
///     nostall::loop loop;
///     nostall::stall_detector watch(loop, {.threshold = 20ms});
#include "loop.hpp"
#include <array>
#include <iosfwd>

namespace nostall {

struct stall_report {
  enum class cause {
    blocked,   // in a system call
    cpu_bound, // computing
    preempted, // ready to run, but another thread has the processor
  };
  struct place {
    std::string function;
    std::string file;
    unsigned line = 0;         // 0: not known
    bool is_coroutine = false; // as far as its symbol tells
    std::string text() const;
  };

  std::uint64_t id = 0; // the same for the report during and the one after
  bool ended = false;   // false: it lasts still
  std::chrono::nanoseconds duration{};    // so far, or in all
  std::chrono::nanoseconds uncertainty{}; // it may have begun that much later
  cause why = cause::blocked;
  std::chrono::nanoseconds
      cpu_time{}; // the thread's, since the watchdog saw it

  std::string task; // its name
  place site;       // the user's line that does not return
  place coroutine;  // the line in the coroutine or callback that led there: the
                    // one that nostall's linter flags
  std::vector<place> stack;  // from the user's innermost function outwards
  std::vector<place> awaits; // the coroutine that runs, then who awaits it, …

  std::string system_call;   // if blocked
  int descriptor = -1;       // its first argument, if that is a descriptor
  std::string descriptor_is; // what it refers to: "socket:[123]", a path
  std::string wait_channel;  // the kernel's function it sleeps in

  std::size_t tasks_waiting = 0;           // ready, behind this one
  std::vector<std::string> waiting_names;  // the first few of those
  std::size_t timers_waiting = 0;          // due meanwhile; when ended
  std::chrono::nanoseconds longest_wait{}; // of those; when ended
  std::size_t suppressed = 0; // stalls of this site not reported before this

  /// Several lines for people, one line of JSON for programs. With newline.
  std::string text() const;
  std::string json() const;
};

const char *to_string(stall_report::cause) noexcept;

struct stall_options {
  /// A step longer than this is a stall. At least 1 ms.
  std::chrono::nanoseconds threshold = std::chrono::milliseconds(100);
  /// Where reports go; by default as text to stderr.
  std::function<void(const stall_report &)> sink{};
  /// Reports of one site within `site_interval`; the others are counted.
  unsigned reports_per_site = 3;
  std::chrono::nanoseconds site_interval = std::chrono::seconds(10);
  /// Whether a computing thread may be sent a signal to learn its stack.
  bool use_signal = true;
  int signal = 0; // 0: the first free one from SIGRTMIN + 4
};

class stall_detector {
public:
  explicit stall_detector(loop &on, stall_options options = {});
  /// Reports what has ended, then joins the watchdog.
  ~stall_detector();
  stall_detector(const stall_detector &) = delete;
  stall_detector &operator=(const stall_detector &) = delete;

  /// Stalls so far, suppressed ones included. Any thread.
  std::uint64_t stalls() const noexcept;
  /// How long the loop's iterations took: bucket i counts those of less than
  /// 2^i microseconds (and not less than half of that). Any thread.
  std::array<std::uint64_t, 32> histogram() const noexcept;
  /// The histogram as a small table.
  std::string histogram_text() const;

  static bool on_by_default() noexcept;

private:
  std::unique_ptr<detail::watchdog> watchdog_;
};

} // namespace nostall
