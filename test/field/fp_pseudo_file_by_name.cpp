// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: /proc and /sys answer from memory, also where the path
// is a constant with a name, a parameter, or printed into a buffer.
#include <boost/asio.hpp>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <unistd.h>

using boost::asio::awaitable;

static const char *const table = "/sys/firmware/dmi/tables/DMI";
static const char *const hosts = "/etc/hosts";
static const std::string status_file("/proc/self/status");
struct paths {
  static constexpr const char *meminfo = "/proc/meminfo";
  static constexpr const char *group = "/etc/group";
};
static const char *unchanged = "/sys/class/dmi";
static const char *chosen = "/sys/class/dmi";
void choose(const char *path) { chosen = path; }
int make_text(char **to, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *text_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *known_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
static int open_it(const char *path) { return ::open(path, O_RDONLY); }

awaitable<void> named() {
  ::close(::open(table, O_RDONLY));          // OK: in memory
  ::close(::open(hosts, O_RDONLY));          // BAD: file
  ::close(open_it(table));                   // OK: in memory
  ::close(open_it(hosts));                   // BAD: file
  ::close(::open(paths::meminfo, O_RDONLY)); // OK: in memory
  ::close(::open(paths::group, O_RDONLY));   // BAD: file
  std::ifstream status(status_file);         // OK: in memory
  ::close(::open("/dev/mem", O_RDONLY));     // OK: the memory itself
  ::close(::open("/dev/sda", O_RDONLY));     // BAD: file
  ::close(open_it(unchanged));               // OK: nobody changes the name
  ::close(open_it(chosen));                  // BAD: file
  co_return;
}
awaitable<void> printed(int number, const char *folder, const char *other) {
  char path[64], home[64], twice[64], copied[64];
  std::snprintf(path, sizeof path, "/sys/class/power_supply/BAT%d/status", number);
  std::ifstream battery(path); // OK: in memory
  std::snprintf(home, sizeof home, "%s/%d", folder, number);
  std::ifstream user(home); // BAD: file
  std::snprintf(twice, sizeof twice, "/proc/%d/stat", number);
  std::snprintf(twice, sizeof twice, "/etc/player/%d", number);
  std::ifstream player(twice); // BAD: file
  std::snprintf(copied, sizeof copied, "/proc/%d/stat", number);
  std::strcpy(copied, other);
  std::ifstream what(copied); // BAD: file
  co_return;
}
awaitable<void> made(int number, char *name) {
  char *path, *home, *twice;
  make_text(&path, "/proc/%d/cmdline", number);
  std::ifstream command(path); // OK: in memory
  ::asprintf(&home, "/home/%d", number);
  std::ifstream user(home); // BAD: file
  make_text(&twice, "/proc/%d/cmdline", number);
  twice = name;
  std::ifstream any(twice); // BAD: file
  co_return;
}
awaitable<void> returned(int number) {
  char *path = text_of("/proc/sys/net/ipv6/conf/%d/disable_ipv6", number);
  std::ifstream setting(path); // OK: in memory
  char *home = text_of("/home/%d", number);
  std::ifstream user(home);                       // BAD: file
  std::ifstream quick(text_of("/sys/%d", number)); // OK: in memory
  std::ifstream slow(known_text("/sys/%d", number)); // BAD: file
  co_return;
}
awaitable<void> suffixed() {
  using namespace std::literals;
  std::string status = "/proc/self/status"s, group = "/etc/group"s;
  std::ifstream quick(status); // OK: in memory
  std::ifstream slow(group);   // BAD: file
  co_return;
}
awaitable<void> added(int number) {
  std::ifstream status("/proc/" + std::to_string(number) + "/status"); // OK: in memory
  std::ifstream home("/home/" + std::to_string(number) + "/status");   // BAD: file
  co_return;
}
// Each branch makes its own.
awaitable<void> chosen_by_branch(const char *name, int number) {
  char *path, *home, *any = nullptr;
  if (!name)
    path = ::strdup("/proc/sys/net/ipv6/conf/all/disable_ipv6");
  else
    path = text_of("/proc/sys/net/ipv6/conf/%s/disable_ipv6", name);
  std::ifstream setting(path); // OK: in memory
  if (!name)
    home = ::strdup("/home/all/disable_ipv6");
  else
    home = text_of("/proc/sys/net/ipv6/conf/%s/disable_ipv6", name);
  std::ifstream user(home); // BAD: file
  any = ::strdup("/proc/stat");
  if (name)
    any = ::strdup(name);
  std::ifstream unknown(any); // BAD: file
  char one[64], two[64];
  if (number)
    std::snprintf(one, sizeof one, "/sys/class/%d", number);
  else
    std::snprintf(one, sizeof one, "/sys/class/dmi");
  std::ifstream device(one); // OK: in memory
  if (number)
    std::snprintf(two, sizeof two, "/sys/class/%d", number);
  else
    std::snprintf(two, sizeof two, "%s/dmi", name);
  std::ifstream other(two); // BAD: file
  std::string text = "/proc/stat";
  if (number)
    text = "/proc/" + std::to_string(number);
  std::ifstream process(text); // OK: in memory
  if (number > 1)
    text += name;
  std::ifstream appended(text); // BAD: file
  co_return;
}
