#pragma once
// Real servers for tests: started on a free loopback port in a temporary
// directory, killed and removed at the end of the scope.
#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <pwd.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace servers {

inline std::uint16_t free_port() {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t n = sizeof a;
  ::bind(fd, reinterpret_cast<sockaddr *>(&a), n);
  ::getsockname(fd, reinterpret_cast<sockaddr *>(&a), &n);
  ::close(fd);
  return ntohs(a.sin_port);
}

inline bool listens(std::uint16_t port) {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  a.sin_port = htons(port);
  bool ok = ::connect(fd, reinterpret_cast<sockaddr *>(&a), sizeof a) == 0;
  ::close(fd);
  return ok;
}

class process {
public:
  // user: whom to run as, if we are root and may choose; empty: as we are.
  process(std::vector<std::string> words, const std::string &user,
          const std::string &directory) {
    std::vector<char *> argv;
    for (auto &w : words)
      argv.push_back(w.data());
    argv.push_back(nullptr);
    const passwd *who =
        user.empty() || ::geteuid() != 0 ? nullptr : ::getpwnam(user.c_str());
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (who && (::setgid(who->pw_gid) || ::setuid(who->pw_uid)))
        ::_exit(126);
      if (::chdir(directory.c_str()))
        ::_exit(126);
      if (!::freopen("log", "a", stdout) || ::dup2(1, 2) < 0)
        ::_exit(126);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
  }
  ~process() { stop(SIGKILL); }
  int wait() {
    int status = -1;
    if (pid_ > 0)
      ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return status;
  }
  void stop(int signal) {
    if (pid_ > 0) {
      ::kill(pid_, signal);
      wait();
    }
  }
  bool alive() { return pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == 0; }

private:
  pid_t pid_ = -1;
};

struct directory {
  explicit directory(const char *what) {
    std::string pattern = std::string("/tmp/nostall-") + what + "-XXXXXX";
    if (!::mkdtemp(pattern.data()))
      throw std::runtime_error("mkdtemp");
    path = pattern;
  }
  ~directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  void give_to(const char *user) const {
    if (const passwd *who = ::getpwnam(user); who && ::geteuid() == 0)
      (void)!::chown(path.c_str(), who->pw_uid, who->pw_gid);
  }
  std::string path;
};

inline void wait_for(process &p, std::uint16_t port) {
  for (int i = 0; i < 600; ++i) {
    if (listens(port))
      return;
    if (!p.alive())
      break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error("the server did not start");
}

class redis {
public:
  static std::string program() {
    for (const char *p :
         {"/usr/bin/redis-server", "/usr/local/bin/redis-server"})
      if (::access(p, X_OK) == 0)
        return p;
    return {};
  }
  redis()
      : port(free_port()),
        server_({program(), "--port", std::to_string(port), "--bind",
                 "127.0.0.1", "--save", "", "--daemonize", "no"},
                "", where_.path) {
    wait_for(server_, port);
  }
  void stop() { server_.stop(SIGTERM); }

private:
  directory where_{"redis"};

public:
  const std::uint16_t port;

private:
  process server_;
};

class postgres {
public:
  // The directory of its programs.
  static std::string programs() {
    std::error_code ignored;
    std::string best;
    for (auto &d :
         std::filesystem::directory_iterator("/usr/lib/postgresql", ignored))
      if (::access((d.path() / "bin/initdb").c_str(), X_OK) == 0)
        best = std::max(best, (d.path() / "bin").string());
    return best;
  }
  postgres() : port(free_port()) {
    where_.give_to("postgres");
    const std::string data = where_.path + "/data";
    process init({programs() + "/initdb", "-D", data, "-U", "postgres", "-A",
                  "trust", "--no-sync", "-E", "UTF8", "--locale=C"},
                 "postgres", where_.path);
    if (init.wait() != 0)
      throw std::runtime_error("initdb failed, see " + where_.path + "/log");
    server_ = std::make_unique<process>(
        std::vector<std::string>{programs() + "/postgres", "-D", data, "-p",
                                 std::to_string(port), "-h", "127.0.0.1", "-k",
                                 where_.path, "-F"},
        "postgres", where_.path);
    wait_for(*server_, port);
    // It listens before it answers: it says so in its own file.
    for (int i = 0; i < 600 && !ready(data + "/postmaster.pid"); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ~postgres() {
    if (server_)
      server_->stop(SIGINT); // a fast shutdown takes its children along
  }
  std::string conninfo() const {
    return "host=127.0.0.1 port=" + std::to_string(port) +
           " user=postgres dbname=postgres";
  }

private:
  static bool ready(const std::string &file) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
      if (line.find("ready") == 0)
        return true;
    return false;
  }
  directory where_{"postgres"};

public:
  const std::uint16_t port;

private:
  std::unique_ptr<process> server_;
};

} // namespace servers
