// RUN: %check_marks %s -- %flags -I%S/Inputs
// Audit daemon: user look-ups, netlink, journal writes.
#include <coroutine>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
#include <fcntl.h>
#include <grp.h>
#include <linux/netlink.h>
#include <poll.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>
#include <utmp.h>

namespace audit {
struct Process {
  struct promise_type { Process get_return_object() { return Process{}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} };
};
struct Resched { constexpr bool await_ready() const { return false; } void await_suspend(std::coroutine_handle<>) const {} void await_resume() const {} };
inline constexpr Resched resched{};

// printf-like writers
static void emit(FILE* f, const char* fmt, ...) { va_list ap; va_start(ap, fmt); std::vfprintf(f, fmt, ap); va_end(ap); std::fflush(f); ::fsync(::fileno(f)); }
static std::string fmt(const char* f, ...) { char b[128]; va_list ap; va_start(ap, f); std::vsnprintf(b, sizeof b, f, ap); va_end(ap); return b; }

class Sink { public: virtual ~Sink() = default; virtual void put(const std::string&) = 0; virtual int flush() { return 0; } };
class RamSink final : public Sink { std::vector<std::string> v_; public: void put(const std::string& s) override { v_.push_back(s); } };
class DiskSink final : public Sink { int fd_ = -1; public: explicit DiskSink(int fd) : fd_(fd) {} void put(const std::string& s) override { ::dprintf(fd_, "%s\n", s.c_str()); } int flush() override { return ::fdatasync(fd_); } };
class Tee final : public Sink { Sink &a_, &b_; public: Tee(Sink& a, Sink& b) : a_(a), b_(b) {} void put(const std::string& s) override { a_.put(s); b_.put(s); } };

struct Netlink {
  int fd;
  explicit Netlink(bool nb) : fd(::socket(AF_NETLINK, SOCK_RAW | (nb ? SOCK_NONBLOCK : 0), NETLINK_AUDIT)) {}
  int next(char* b, size_t n) const { return ::recv(fd, b, n, 0); }
};
template <class S> void put_all(S& s, const std::vector<std::string>& v) { for (auto& x : v) s.put(x); }

enum Durability { none, page, platter };
static void persist(int fd, Durability d) {
  switch (d) { case none: return; case page: ::sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE); return; case platter: ::fsync(fd); }
}

Process collect(FILE* journal, int fd) {
  RamSink ram; DiskSink disk(fd);
  std::string m = fmt("uid=%d", ::getuid());     // OK: formats into memory
  ram.put(m);                                    // OK: memory sink
  disk.put(m); // BAD: file
  ram.flush();                                   // OK: base flush returns 0
  disk.flush(); // BAD: file
  put_all(ram, {m, m});                          // OK: memory sink in the template
  put_all(disk, {m, m}); // BAD: file
  emit(journal, "%s", m.c_str()); // BAD: file
  persist(fd, none); // OK: returns at once for none
  persist(fd, platter); // BAD: file
  Netlink nl(false); char b[256];
  nl.next(b, sizeof b); // BAD: socket
  ::recv(nl.fd, b, sizeof b, MSG_DONTWAIT);      // OK: MSG_DONTWAIT
  iovec v{b, 2}; ::pwritev(fd, &v, 1, 0); // BAD: file
  ::pwritev2(fd, &v, 1, 0, RWF_DSYNC); // BAD: file
  co_await resched;                              // OK: awaitable constant
  Tee t(ram, disk);                              // OK: stores references
  ::dprintf(fd, "%d", 3); // BAD: file
  std::fputs("x", journal); // BAD: file
  std::fwrite(b, 1, 1, journal); // BAD: file
  std::setvbuf(journal, nullptr, _IOFBF, 65536); // OK: sets the buffer
  int raw = ::fileno(journal);                   // OK: number of the descriptor
  if (raw > 2) std::fputws(L"w", journal); // BAD: file
}

Process whois(std::string log) {
  char line[128]; FILE* f = std::fopen(log.c_str(), "r"); // BAD: file
  if (!f) co_return;
  for (std::string s; std::fgets(line, sizeof line, f);) { // BAD: file
    s = std::strtok(line, " ");                                // OK: cuts memory
    co_await resched;                                          // OK: awaitable constant
  }
  int a, n = std::sscanf(line, "%d", &a);                      // OK: parses memory
  n += std::fread(line, 1, 5, f) ? 1 : 0; // BAD: file
  for (int c; (c = std::getc(f)) != EOF;) n += c; // BAD: file
  int fifo = ::open("/run/audit.fifo", O_WRONLY | O_NONBLOCK); // OK: O_NONBLOCK
  n += ::write(fifo, line, 5);                                 // OK: O_NONBLOCK
  struct flock l{}; l.l_type = F_RDLCK;
  n += ::fcntl(fifo, F_SETLK, &l);                             // OK: fails at once
  n += ::fcntl(fifo, F_SETLKW, &l); // BAD: lock
  n += ::fcntl(fifo, F_GETFD);                                 // OK: query
  n += ::dup2(fifo, 9) + ::umask(022);                         // OK: no I/O
}
}  // namespace audit
