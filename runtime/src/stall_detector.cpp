#include "nostall/stall_detector.hpp"
#include "symbols.hpp"
#include "system_calls.hpp"
#include "unwind.hpp"
#include <bit>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <linux/membarrier.h>
#include <map>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <thread>
#include <ucontext.h>
#include <unistd.h>

namespace nostall {

namespace detail {

using ns = std::chrono::nanoseconds;

static std::int64_t monotonic_ns() noexcept {
  return clock::now().time_since_epoch().count();
}

// The loop looks at `stalled` without a fence after its last step, to keep that
// cheap. This gives it one when it matters; where the kernel cannot, a stall's
// end may be noticed late.
static void fence_of_all_threads() noexcept {
  (void)::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

// ---- what the kernel says of a thread ----

static std::string read_file(const std::string &path) {
  std::string out;
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return out;
  char buffer[4096];
  auto n = ::read(fd, buffer, sizeof buffer);
  ::close(fd);
  if (n > 0)
    out.assign(buffer, std::size_t(n));
  while (!out.empty() && (out.back() == '\n' || out.back() == ' '))
    out.pop_back();
  return out;
}

struct thread_state {
  bool in_call = false; // blocked, and we know where
  long call = -1;
  unsigned long arguments[6] = {};
  std::uint64_t sp = 0, pc = 0;
  char letter = '?'; // of …/stat: R, S, D
  std::string wait_channel;
  std::int64_t cpu_ns = 0;    // of …/schedstat
  std::int64_t queued_ns = 0; // ready, without a processor; until it last ran
  long sleeps = -1;           // of …/status: how often it gave up its processor
};

static thread_state look_at(int tid) {
  thread_state s;
  const std::string base = "/proc/self/task/" + std::to_string(tid) + "/";
  std::string call = read_file(base + "syscall");
  s.in_call = std::sscanf(call.c_str(), "%ld %lx %lx %lx %lx %lx %lx %lx %lx",
                          &s.call, &s.arguments[0], &s.arguments[1],
                          &s.arguments[2], &s.arguments[3], &s.arguments[4],
                          &s.arguments[5], &s.sp, &s.pc) == 9 &&
              s.call >= 0;
  std::string stat = read_file(base + "stat");
  if (auto at = stat.rfind(')'); at != stat.npos && at + 2 < stat.size())
    s.letter = stat[at + 2];
  std::string sched = read_file(base + "schedstat");
  (void)std::sscanf(sched.c_str(), "%ld %ld", &s.cpu_ns, &s.queued_ns);
  std::string status = read_file(base + "status");
  if (auto at = status.find("\nvoluntary_ctxt_switches:"); at != status.npos)
    (void)std::sscanf(status.c_str() + at, " voluntary_ctxt_switches: %ld",
                      &s.sleeps);
  if (s.in_call)
    s.wait_channel = read_file(base + "wchan");
  if (s.wait_channel == "0")
    s.wait_channel.clear();
  return s;
}

// ---- the stack of a thread that runs, by a signal ----

// One at a time, in the whole process: the handler has no other argument.
struct snapshot {
  std::mutex in_use;
  std::atomic<int> wanted_of{0}; // a thread id
  std::atomic<bool> taken{false};
  registers regs;
  std::uint64_t stack_from = 0;
  std::size_t stack_size = 0;
  alignas(16) unsigned char stack[64 * 1024];
};
static snapshot shot;

#if defined(__x86_64__)
static void on_signal(int, siginfo_t *, void *context) noexcept {
  const int saved_errno = errno;
  const int me = int(::syscall(SYS_gettid));
  int wanted = me;
  if (shot.wanted_of.compare_exchange_strong(wanted, 0,
                                             std::memory_order_acquire)) {
    auto &g = static_cast<ucontext_t *>(context)->uc_mcontext.gregs;
    // In the order of their DWARF numbers.
    static constexpr int from[] = {REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI,
                                   REG_RDI, REG_RBP, REG_RSP, REG_R8,  REG_R9,
                                   REG_R10, REG_R11, REG_R12, REG_R13, REG_R14,
                                   REG_R15, REG_RIP};
    for (int i = 0; i < registers::count; ++i)
      shot.regs.set(i, std::uint64_t(g[from[i]]));
    shot.stack_from = std::uint64_t(g[REG_RSP]) - 128; // and its red zone
    // Through the kernel: it stops where the stack does.
    iovec to{shot.stack, sizeof shot.stack};
    iovec at{reinterpret_cast<void *>(shot.stack_from), sizeof shot.stack};
    auto n = ::process_vm_readv(::getpid(), &to, 1, &at, 1, 0);
    for (std::size_t page = sizeof shot.stack; n < 0 && page > 4096;) {
      page /= 2;
      at.iov_len = to.iov_len = page;
      n = ::process_vm_readv(::getpid(), &to, 1, &at, 1, 0);
    }
    shot.stack_size = n > 0 ? std::size_t(n) : 0;
    shot.taken.store(true, std::memory_order_release);
  }
  errno = saved_errno;
}
#endif

static void install(int signal) {
#if defined(__x86_64__)
  static std::mutex once;
  std::lock_guard hold(once);
  struct sigaction now{};
  ::sigaction(signal, nullptr, &now);
  if ((now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_signal)
    return;
  now = {};
  now.sa_sigaction = on_signal;
  now.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
  ::sigaction(signal, &now, nullptr);
#else
  (void)signal;
#endif
}

// The one that an earlier detector took, or the first that nobody handles.
static int free_signal() {
  for (int s = SIGRTMIN + 4; s <= SIGRTMAX; ++s) {
    struct sigaction now{};
    ::sigaction(s, nullptr, &now);
#if defined(__x86_64__)
    if ((now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_signal)
      return s;
#endif
    if (!(now.sa_flags & SA_SIGINFO) && now.sa_handler == SIG_DFL)
      return s;
  }
  return SIGRTMIN + 4;
}

static std::vector<std::uint64_t> stack_by_signal(int tid, int signal) {
#if !defined(__x86_64__)
  return {}; // no handler is installed: the signal would kill
#endif
  std::lock_guard hold(shot.in_use);
  shot.taken.store(false, std::memory_order_relaxed);
  shot.wanted_of.store(tid, std::memory_order_release);
  if (::syscall(SYS_tgkill, ::getpid(), tid, signal) < 0) {
    shot.wanted_of.store(0);
    return {};
  }
  for (int i = 0; i < 200 && !shot.taken.load(std::memory_order_acquire); ++i)
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  int tid_again = tid;
  if (!shot.taken.load(std::memory_order_acquire) &&
      shot.wanted_of.compare_exchange_strong(tid_again, 0))
    return {}; // blocked signals, or no processor for it: leave it
  while (!shot.taken.load(std::memory_order_acquire))
    std::this_thread::yield();
  return unwind(shot.regs, [](std::uint64_t at, void *to, std::size_t size) {
    if (at < shot.stack_from || at + size > shot.stack_from + shot.stack_size)
      return false;
    std::memcpy(to, shot.stack + (at - shot.stack_from), size);
    return true;
  });
}

// ---- what the loop was doing, read through the kernel ----

template <class T> static bool read_raw(const T *at, void *to) noexcept {
  return at && read_memory(reinterpret_cast<std::uint64_t>(at), to, sizeof(T));
}

static std::string read_text(const char *at, std::size_t most = 512) {
  std::string out;
  char part[64];
  while (at && out.size() < most) {
    // Never over the end of a page: the next one may not be there.
    auto here = reinterpret_cast<std::uint64_t>(at);
    std::size_t n = std::min<std::size_t>(sizeof part, 4096 - here % 4096);
    if (!read_memory(here, part, n))
      break;
    std::size_t length = ::strnlen(part, n);
    out.append(part, length);
    if (length < n)
      break;
    at += n;
  }
  return out;
}

// std::source_location is a pointer to one of these, in every standard library
// that g++ and clang know (the compiler makes it).
struct raw_location {
  const char *file;
  const char *function;
  unsigned line, column;
};
static_assert(sizeof(std::source_location) == sizeof(void *));

static stall_report::place read_place(const frame &f) {
  const raw_location *at;
  std::memcpy(&at, &f.at, sizeof at);
  alignas(raw_location) unsigned char raw[sizeof(raw_location)];
  stall_report::place p;
  if (read_raw(at, raw)) {
    raw_location where;
    std::memcpy(&where, raw, sizeof where);
    p.file = read_text(where.file);
    p.function = tidy_function(read_text(where.function));
    p.line = where.line;
  }
  return p;
}

static bool read_frame(const frame *at, frame &to) {
  alignas(frame) unsigned char raw[sizeof(frame)];
  if (!read_raw(at, raw))
    return false;
  static_assert(std::is_trivially_copyable_v<frame>);
  std::memcpy(static_cast<void *>(&to), raw, sizeof raw);
  return true;
}

static std::string read_task_name(const task_core *core) {
  if (!core)
    return {};
  decltype(core->label) label;
  if (!read_raw(&core->label, &label))
    return {};
  std::string name(std::min<std::size_t>(label.size, 256), '\0');
  if (!read_memory(reinterpret_cast<std::uint64_t>(label.text), name.data(),
                   name.size()))
    return {};
  return name;
}

// ---- the watchdog ----

struct watchdog final : observer {
  struct ending { // of a stall, as the loop saw it
    std::int64_t at = 0;
    std::uint64_t step = 0;
    std::size_t tasks = 0;
    std::size_t timers = 0;
    std::int64_t latest = 0;
  };

  watchdog(loop &on, stall_options o) : on(on), options(std::move(o)) {
    if (options.threshold < std::chrono::milliseconds(1))
      options.threshold = std::chrono::milliseconds(1);
    if (!options.sink)
      options.sink = [](const stall_report &r) {
        std::string text = r.text();
        (void)!::write(STDERR_FILENO, text.data(), text.size());
      };
    if (!options.signal)
      options.signal = free_signal();
    if (options.use_signal)
      install(options.signal);
    period =
        std::max<ns>(options.threshold / 4, std::chrono::microseconds(500));
    (void)::syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED,
                    0, 0);
    on.pulse_.stalled.store(false);
    on.observer_ = this;
    // The watchdog must not take the signals that the program waits for.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread = std::thread([this] { watch(); });
    reporter = std::thread([this] { report(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  ~watchdog() {
    if (on.observer_ == this)
      on.observer_ = nullptr;
    {
      std::lock_guard hold(lock);
      stopping = true;
    }
    wake.notify_all();
    thread.join();
    {
      std::lock_guard hold(queue_lock);
      queue.push_back({}); // the last
    }
    queue_wake.notify_all();
    reporter.join();
  }

  // -- on the loop's thread --

  void stall_ended(loop &l) noexcept override {
    ending e;
    e.at = monotonic_ns();
    e.step = l.pulse_.step.load(std::memory_order_relaxed) | 1;
    e.tasks = l.batch_.size() - l.batch_next_;
    for (auto &t : l.timers_)
      if (t.due <= e.at) {
        ++e.timers;
        e.latest = std::max(e.latest, e.at - t.due);
      }
    // The watchdog reports with it held, of a loop that has stalled already.
    std::lock_guard hold(lock); // NOLINT(nostall-blocking-lock)
    if (!l.pulse_.stalled.exchange(false))
      return;
    endings.push_back(e);
  }

  // -- on the watchdog's thread --

  void watch() {
    std::uint64_t last_step = 0;
    std::int64_t last_look = monotonic_ns(); // of another step
    std::int64_t first_look = last_look;     // of this step
    thread_state first;                      // at that look
    bool reported = false;
    std::unique_lock hold(lock);
    while (!stopping || !endings.empty()) {
      if (endings.empty())
        wake.wait_for(hold, period);
      if (!endings.empty()) {
        auto ended = std::move(endings);
        endings.clear();
        hold.unlock();
        for (auto &e : ended)
          report_end(e);
        hold.lock();
        reported = false;
        continue;
      }
      const std::uint64_t step = on.pulse_.step.load(std::memory_order_acquire);
      const std::int64_t now = monotonic_ns();
      if (!(step & 1) || step != last_step) {
        last_look = previous_look; // it was another step then
        previous_look = first_look = now;
        last_step = step;
        reported = false;
        if (step & 1)
          first = look_at(on.pulse_.thread.load(std::memory_order_relaxed));
        continue;
      }
      previous_look = now;
      const std::int64_t began = std::max(
          last_look, on.pulse_.batch_started.load(std::memory_order_relaxed));
      if (reported) {
        follow(first, now);
        continue;
      }
      if (ns(now - began) < options.threshold ||
          ns(now - first_look) + period < options.threshold)
        continue;
      on.pulse_.stalled.store(true, std::memory_order_seq_cst);
      fence_of_all_threads();
      if (on.pulse_.step.load(std::memory_order_seq_cst) != step) {
        on.pulse_.stalled.store(false); // it just went on
        continue;
      }
      reported = true;
      hold.unlock();
      report_begin(step, began, now, first_look, first);
      hold.lock();
    }
  }

  void report_begin(std::uint64_t step, std::int64_t began, std::int64_t now,
                    std::int64_t first_look, const thread_state &first) {
    now_reported = {};
    stall_report &r = now_reported;
    r.id = ++count;
    const int tid = on.pulse_.thread.load(std::memory_order_relaxed);
    this->began = began;
    r.duration = ns(now - began); // it was the same step after that moment
    r.uncertainty = ns(first_look - began);

    thread_state s = look_at(tid);
    std::vector<std::uint64_t> pcs;
    if (s.in_call) {
      registers from;
      from.set(registers::rsp, s.sp);
      from.set(registers::rip, s.pc);
      pcs = unwind(from, read_memory);
    }
    read_chain(r, step);
    // Never a thread that is blocked, whose call the signal would cut short.
    const bool computes = !s.in_call && s.letter == 'R';
    if (computes && options.use_signal && same(step))
      pcs = stack_by_signal(tid, options.signal);
    judge(r, s, first, monotonic_ns() - first_look);
    if (r.why == stall_report::cause::blocked)
      describe_call(r, s);
    active = true;
    send({r, std::move(pcs)});
  }

  // While it lasts: what it does may change.
  void follow(const thread_state &first, std::int64_t now) {
    if (!active)
      return;
    auto s = look_at(on.pulse_.thread.load(std::memory_order_relaxed));
    judge(now_reported, s, first,
          now - (began + now_reported.uncertainty.count()));
    if (now_reported.why == stall_report::cause::blocked &&
        now_reported.system_call.empty())
      describe_call(now_reported, s); // it looked different at first
  }

  void report_end(const ending &e) {
    if (!active)
      return;
    active = false;
    stall_report &r = now_reported;
    r.ended = true;
    r.duration = ns(e.at - began);
    r.tasks_waiting = std::max(r.tasks_waiting, e.tasks);
    r.timers_waiting = e.timers;
    r.longest_wait = ns(r.tasks_waiting ? e.at - began : e.latest);
    send({r, {}});
  }

  struct parcel {
    std::optional<stall_report> report; // none: there will be no more
    std::vector<std::uint64_t> pcs;
  };
  void send(parcel p) {
    {
      std::lock_guard hold(queue_lock);
      queue.push_back(std::move(p));
    }
    queue_wake.notify_one();
  }

  // -- on the reporter's thread: what takes long, while the watchdog watches --

  void report() {
    stall_report begun; // the stall that is going on
    bool silent = false;
    for (;;) {
      std::unique_lock hold(queue_lock);
      queue_wake.wait(hold, [this] { return !queue.empty(); });
      parcel p = std::move(queue.front());
      queue.pop_front();
      hold.unlock();
      if (!p.report)
        return;
      stall_report &r = *p.report;
      if (r.ended) {
        r.site = begun.site;
        r.coroutine = begun.coroutine;
        r.stack = std::move(begun.stack);
        if (r.system_call.empty() && r.why == stall_report::cause::blocked)
          r.system_call = begun.system_call;
        if (!silent)
          options.sink(r);
        continue;
      }
      for (std::size_t i = 0; i < p.pcs.size(); ++i)
        symbolize(p.pcs[i], i == 0, r.stack);
      choose_site(r);
      auto &site = sites[r.site.file + ":" + std::to_string(r.site.line) + "#" +
                         r.site.function + "#" + to_string(r.why)];
      const auto now = monotonic_ns();
      if (site.since == 0 || ns(now - site.since) > options.site_interval) {
        site.since = now;
        site.reported = 0;
      }
      silent = site.reported >= options.reports_per_site;
      if (silent) {
        ++site.suppressed;
      } else {
        ++site.reported;
        r.suppressed = std::exchange(site.suppressed, 0);
        options.sink(r);
      }
      begun = std::move(r);
    }
  }

  static void judge(stall_report &r, const thread_state &s,
                    const thread_state &first, std::int64_t window) {
    const std::int64_t cpu = s.cpu_ns - first.cpu_ns;
    std::int64_t queued = s.queued_ns - first.queued_ns;
    // The kernel adds the time in the queue up when it is over. One that was
    // ready then, is ready now and never slept meanwhile waits there.
    if (first.letter == 'R' && s.letter == 'R' && first.sleeps == s.sleeps)
      queued = std::max(queued, window - cpu);
    r.cpu_time = ns(cpu);
    if (window - cpu - queued > window / 2)
      r.why = stall_report::cause::blocked;
    else if (queued > 2 * cpu)
      r.why = stall_report::cause::preempted;
    else
      r.why = stall_report::cause::cpu_bound;
  }

  static void describe_call(stall_report &r, const thread_state &s) {
    if (!s.in_call)
      return;
    auto call = find_system_call(s.call);
    r.system_call =
        call.name ? call.name : "system call " + std::to_string(s.call);
    r.wait_channel = s.wait_channel;
    if (call.first_is_descriptor) {
      r.descriptor = int(s.arguments[0]);
      char what[256];
      auto n =
          ::readlink(("/proc/self/fd/" + std::to_string(r.descriptor)).c_str(),
                     what, sizeof what);
      if (n > 0)
        r.descriptor_is.assign(what, std::size_t(n));
    }
  }

  bool same(std::uint64_t step) const noexcept {
    return on.pulse_.step.load(std::memory_order_acquire) == step;
  }

  void read_chain(stall_report &r, std::uint64_t step) {
    frame *at = nullptr;
    if (!read_raw(&on.slot_.current, &at))
      return;
    frame f;
    for (int depth = 0; depth < 64 && read_frame(at, f); ++depth) {
      r.awaits.push_back(read_place(f));
      if (depth == 0)
        r.task = read_task_name(f.owner);
      at = f.awaiter;
    }
    // Those behind it in the batch.
    auto first = on.pulse_.batch_first_step.load(std::memory_order_relaxed);
    auto size = on.pulse_.batch_size.load(std::memory_order_relaxed);
    auto *items = static_cast<const loop::item *>(
        on.pulse_.batch.load(std::memory_order_relaxed));
    std::size_t next = std::size_t((step - first) / 2) + 1;
    r.tasks_waiting = next < size ? size - next : 0;
    for (; next < size && r.waiting_names.size() < 5; ++next) {
      loop::item item;
      if (!read_raw(items + next, &item) || !read_frame(item.where, f))
        break;
      auto name = read_task_name(f.owner);
      r.waiting_names.push_back(name.empty() ? read_place(f).function : name);
    }
    if (!same(step)) { // it went on while we read
      r.awaits.clear();
      r.task.clear();
      r.tasks_waiting = 0;
      r.waiting_names.clear();
    }
  }

  static void choose_site(stall_report &r) {
    // What lies below the loop is not what it runs.
    r.stack.erase(std::find_if(r.stack.begin(), r.stack.end(),
                               [](const stall_report::place &p) {
                                 return p.function.find(
                                            "nostall::loop::run_") !=
                                        std::string::npos;
                               }),
                  r.stack.end());
    auto users = std::find_if(r.stack.begin(), r.stack.end(), is_users);
    if (users != r.stack.end()) {
      r.site = *users;
      r.stack.erase(r.stack.begin(), users);
      auto last = std::find_if(r.stack.rbegin(), r.stack.rend(), is_users);
      r.stack.erase(last.base(), r.stack.end());
      // Without tail calls, the coroutines that await this one lie below it.
      auto own = std::find_if(
          r.stack.begin(), r.stack.end(),
          [](const stall_report::place &p) { return p.is_coroutine; });
      r.coroutine = own != r.stack.end() ? *own : r.stack.back();
    } else if (!r.awaits.empty()) {
      // No lines, or the user's function is gone: a call in its last position
      // takes its place. Then the last co_await, or the callback's post.
      auto own = std::find_if(r.awaits.begin(), r.awaits.end(), is_users);
      r.site = own != r.awaits.end() ? *own : r.awaits.front();
      r.coroutine = r.site;
    }
  }

  loop &on;
  stall_options options;
  ns period{};
  std::thread thread;
  std::mutex lock;
  std::condition_variable wake;
  bool stopping = false;
  std::vector<ending> endings;
  std::atomic<std::uint64_t> count{0};

  std::thread reporter;
  std::mutex queue_lock;
  std::condition_variable queue_wake;
  std::deque<parcel> queue;

  // The reporter's own.
  struct site_state {
    std::int64_t since = 0;
    unsigned reported = 0;
    std::size_t suppressed = 0;
  };
  std::map<std::string, site_state> sites;

  // The watchdog's own.
  stall_report now_reported;
  std::int64_t began = 0;
  bool active = false;
  std::int64_t previous_look = monotonic_ns();
};

} // namespace detail

stall_detector::stall_detector(loop &on, stall_options options) {
  on.default_detector_.reset(); // this one takes its place
  watchdog_ = std::make_unique<detail::watchdog>(on, std::move(options));
}
stall_detector::~stall_detector() = default;

std::uint64_t stall_detector::stalls() const noexcept {
  return watchdog_->count.load();
}

std::array<std::uint64_t, 32> stall_detector::histogram() const noexcept {
  std::array<std::uint64_t, 32> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = watchdog_->buckets[i].load(std::memory_order_relaxed);
  return out;
}

std::string stall_detector::histogram_text() const {
  auto all = histogram();
  std::uint64_t most = 1;
  std::size_t last = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    most = std::max(most, all[i]);
    if (all[i])
      last = i;
  }
  std::string out = "loop iterations by duration\n";
  for (std::size_t i = 0; i <= last; ++i) {
    char line[64];
    std::snprintf(line, sizeof line, "  < %8llu us %10llu  ", 1ull << i,
                  static_cast<unsigned long long>(all[i]));
    out += line + std::string(std::size_t(all[i] * 40 / most), '#') + "\n";
  }
  return out;
}

bool stall_detector::on_by_default() noexcept {
  static const bool on = [] {
    if (const char *said = std::getenv("NOSTALL_DETECTOR"))
      return std::strcmp(said, "0") != 0;
#ifdef NDEBUG
    return false;
#else
    return true;
#endif
  }();
  return on;
}

} // namespace nostall
