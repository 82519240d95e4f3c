// Which text a function is given decides, be it handed on as a string, a view
// or a reference to one.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <fcntl.h>
#include <netdb.h>
#include <string>
#include <string_view>

namespace texts_in_objects {

addrinfo *found = nullptr;

void by_view(std::string_view host, int port) {
  getaddrinfo(host.data(), std::to_string(port).data(), nullptr, &found);
}
void by_value(std::string host) {
  getaddrinfo(host.c_str(), "80", nullptr, &found);
}
void by_reference(const std::string &host) {
  getaddrinfo(host.data(), "80", nullptr, &found);
}
void by_copy(std::string_view host) {
  getaddrinfo(std::string(host).c_str(), "80", nullptr, &found);
}
void by_local(std::string_view host) {
  const std::string copy{host};
  getaddrinfo(copy.c_str(), "80", nullptr, &found);
}
void by_conversion(const std::string &host) { by_view(host, 80); }
void from_pointer(const char *host) { by_reference(host); }

mock::task<> look_up(const std::string &any) {
  by_view("192.0.2.7", 80);   // OK: numbers
  by_view("db.internal", 80); // BAD: dns
  by_value("192.0.2.7");      // OK: numbers
  by_value("db.internal");    // BAD: dns
  by_value(any);              // BAD: dns
  by_reference("::1");        // OK: numbers
  by_reference("localhost");  // BAD: dns
  by_copy("192.0.2.7");       // OK: numbers
  by_copy("db.internal");     // BAD: dns
  by_local("192.0.2.7");      // OK: numbers
  by_local("db.internal");    // BAD: dns
  by_conversion("192.0.2.7"); // OK: numbers
  by_conversion(any);         // BAD: dns
  from_pointer("192.0.2.7");  // OK: numbers
  from_pointer("db.local");   // BAD: dns
  std::string here = "192.0.2.7";
  getaddrinfo(here.c_str(), "80", nullptr, &found); // OK: numbers
  co_return;
}

// Not what was given any more.
void extended(std::string host) {
  host += ".example.org";
  getaddrinfo(host.c_str(), "80", nullptr, &found);
}
void appended(std::string host) {
  host.append(".example.org");
  getaddrinfo(host.c_str(), "80", nullptr, &found);
}
void part_of(std::string_view host) {
  getaddrinfo(host.substr(4).data(), "80", nullptr, &found);
}
void rename_it(std::string &host);
void renamed(std::string host) {
  rename_it(host);
  getaddrinfo(host.c_str(), "80", nullptr, &found);
}
void overwritten(std::string host) {
  host[0] = 'x';
  getaddrinfo(host.c_str(), "80", nullptr, &found);
}
void replaced(std::string host) {
  for (char &c : host)
    c = 'x';
  getaddrinfo(host.c_str(), "80", nullptr, &found);
}
mock::task<> look_up_others() {
  overwritten("192.0.2.7"); // BAD: dns
  replaced("192.0.2.7");    // BAD: dns
  extended("192.0.2.7");    // BAD: dns
  appended("192.0.2.7");    // BAD: dns
  part_of("192.0.2.7");     // BAD: dns
  renamed("192.0.2.7");     // BAD: dns
  co_return;
}

void open_by_view(std::string_view path) { ::open(path.data(), O_RDONLY); }
void open_by_reference(const std::string &path) {
  ::open(path.c_str(), O_RDONLY);
}
mock::task<> open_all(int process) {
  open_by_view("/proc/self/status");                     // OK: not on a disk
  open_by_view("/etc/passwd");                           // BAD: file
  open_by_reference("/proc/stat");                       // OK: not on a disk
  open_by_reference("/etc/hosts");                       // BAD: file
  open_by_reference("/proc/" + std::to_string(process)); // OK: not on a disk
  open_by_reference("/home/" + std::to_string(process)); // BAD: file
  co_return;
}

} // namespace texts_in_objects
