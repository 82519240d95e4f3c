#include "nostall/process_pool.hpp"
#include "nostall/sleep.hpp"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace nostall {

namespace {

struct request_header {
  detail::worker_entry entry;
  std::uintptr_t function;
  std::uint64_t size;
};
struct answer_header {
  std::uint64_t size;
  bool failed;
};

// For the worker, whose end of the socket blocks.
bool read_all(int fd, void *to, std::size_t n) noexcept {
  auto *at = static_cast<char *>(to);
  while (n) {
    auto got = ::read(fd, at, n);
    if (got <= 0) {
      if (got < 0 && errno == EINTR)
        continue;
      return false;
    }
    at += got;
    n -= std::size_t(got);
  }
  return true;
}
bool write_all(int fd, const void *from, std::size_t n) noexcept {
  auto *at = static_cast<const char *>(from);
  while (n) {
    auto put = ::send(fd, at, n, MSG_NOSIGNAL);
    if (put < 0) {
      if (errno == EINTR)
        continue;
      return false;
    }
    at += put;
    n -= std::size_t(put);
  }
  return true;
}

// The same for the loop's side, which waits instead. False: the peer is gone.
task<bool> send_all(int fd, const char *at, std::size_t n) {
  while (n) {
    auto put = ::send(fd, at, n, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put >= 0) {
      at += put;
      n -= std::size_t(put);
    } else if (errno == EAGAIN) {
      co_await writable(fd);
    } else if (errno != EINTR) {
      co_return false;
    }
  }
  co_return true;
}
task<bool> receive_all(int fd, char *at, std::size_t n) {
  while (n) {
    auto got = ::recv(fd, at, n, MSG_DONTWAIT);
    if (got > 0) {
      at += got;
      n -= std::size_t(got);
    } else if (got < 0 && errno == EAGAIN) {
      co_await readable(fd);
    } else if (got == 0 || errno != EINTR) {
      co_return false;
    }
  }
  co_return true;
}

// Connections and the like: their peers would wait for an end that never comes
// while a worker holds a copy.
void close_private_descriptors(int keep) noexcept {
  DIR *all = ::opendir("/proc/self/fd");
  if (!all)
    return;
  std::vector<int> found;
  while (const dirent *entry = ::readdir(all)) {
    const int fd = std::atoi(entry->d_name);
    if (fd > STDERR_FILENO && fd != keep && fd != ::dirfd(all))
      found.push_back(fd);
  }
  ::closedir(all);
  for (int fd : found)
    if (::fcntl(fd, F_GETFD) & FD_CLOEXEC)
      ::close(fd);
}

bool has_ended(pid_t pid) noexcept {
  siginfo_t ended{};
  return ::waitid(P_PID, id_t(pid), &ended, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         ended.si_pid;
}

std::string describe_status(int status) {
  if (WIFSIGNALED(status))
    return "nostall: the worker was killed by signal " +
           std::to_string(WTERMSIG(status));
  return "nostall: the worker exited with status " +
         std::to_string(WEXITSTATUS(status));
}

} // namespace

worker_died::worker_died(int status)
    : std::runtime_error(describe_status(status)), status_(status) {}

process_pool::process_pool(std::size_t workers)
    : workers_(workers ? workers
                       : std::max(1u, std::thread::hardware_concurrency())),
      free_(workers_.size()) {
  try {
    for (auto &w : workers_)
      start(w);
  } catch (...) {
    end_all();
    throw;
  }
}

process_pool::~process_pool() { end_all(); }

void process_pool::end_all() noexcept {
  for (auto &w : workers_)
    kill(w);
  for (pid_t pid : dying_)
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::vector<pid_t> process_pool::pids() const {
  std::vector<pid_t> all;
  for (auto &w : workers_)
    all.push_back(w.pid);
  return all;
}

void process_pool::start(worker &w) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
    throw std::system_error(errno, std::system_category(), "socketpair");
  pid_t parent = ::getpid();
  pid_t pid = ::fork();
  if (pid < 0) {
    int error = errno;
    ::close(ends[0]);
    ::close(ends[1]);
    throw std::system_error(error, std::system_category(), "fork");
  }
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // no orphans
    if (::getppid() != parent)
      ::_exit(0);
    close_private_descriptors(ends[1]);
    serve(ends[1]);
  }
  ::close(ends[1]);
  w = {pid, ends[0], false};
  dying_.reserve(dying_.size() + workers_.size()); // kill() must not throw
}

// The loop does not wait for its end: it is reaped later.
void process_pool::kill(worker &w) noexcept {
  if (w.fd >= 0)
    ::close(w.fd);
  if (w.pid > 0) {
    ::kill(w.pid, SIGKILL);
    dying_.push_back(w.pid);
  }
  w = {};
}

void process_pool::reap() noexcept {
  std::erase_if(
      dying_, [](pid_t pid) { return ::waitpid(pid, nullptr, WNOHANG) != 0; });
}

// The status of a worker that closed its socket, and so is as good as dead: it
// may end by itself, so that the status is its own, but not take for ever.
task<int> process_pool::status_of(worker &w) {
  int status = 0;
  for (int waited = 0; ::waitpid(w.pid, &status, WNOHANG) == 0; ++waited) {
    if (waited == 100)
      ::kill(w.pid, SIGKILL);
    co_await sleep(std::chrono::milliseconds(1));
  }
  w.pid = -1;
  co_return status;
}

void process_pool::serve(int fd) noexcept {
  request_header request;
  while (read_all(fd, &request, sizeof request)) {
    std::string in(request.size, '\0'), out;
    if (!read_all(fd, in.data(), in.size()))
      break;
    answer_header answer{0, false};
    try {
      request.entry(request.function, {in.data(), in.data() + in.size()}, out);
    } catch (const std::exception &e) {
      out = e.what();
      answer.failed = true;
    } catch (...) {
      out = "unknown exception";
      answer.failed = true;
    }
    answer.size = out.size();
    if (!write_all(fd, &answer, sizeof answer) ||
        !write_all(fd, out.data(), out.size()))
      break;
  }
  ::_exit(0);
}

task<detail::bytes> process_pool::call(detail::worker_entry entry,
                                       std::uintptr_t function,
                                       detail::bytes arguments) {
  auto permit = co_await free_.enter();
  auto free = std::find_if(workers_.begin(), workers_.end(),
                           [](const worker &w) { return !w.busy; });
  worker &w = *free;
  if (w.pid >= 0 && has_ended(w.pid))
    kill(w);
  if (w.pid < 0)
    start(w); // could not be replaced before
  w.busy = true;

  // A worker that is left in the middle of a call is of no more use.
  struct replace_unless_done {
    process_pool &pool;
    worker &w;
    bool done = false;
    ~replace_unless_done() {
      if (!done) {
        pool.kill(w);
        pool.reap();
        try {
          pool.start(w);
        } catch (const std::system_error &) {
          // The next call tries again, and reports.
        }
      }
      w.busy = false;
    }
  } care{*this, w};

  request_header request{entry, function, arguments.size()};
  answer_header answer{};
  detail::bytes out;
  bool alive = co_await send_all(w.fd, reinterpret_cast<const char *>(&request),
                                 sizeof request) &&
               co_await send_all(w.fd, arguments.data(), arguments.size()) &&
               co_await receive_all(w.fd, reinterpret_cast<char *>(&answer),
                                    sizeof answer);
  if (alive) {
    out.resize(answer.size);
    alive = co_await receive_all(w.fd, out.data(), out.size());
  }
  if (!alive) {
    const int status =
        co_await status_of(w); // g++ 12 frees it twice in a throw
    throw worker_died(status);
  }
  care.done = true;
  if (answer.failed)
    throw remote_error(out);
  co_return out;
}

} // namespace nostall
