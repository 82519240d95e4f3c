#include "symbols.hpp"
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <dlfcn.h>
#include <mutex>

#ifdef NOSTALL_HAVE_BACKTRACE
// libbacktrace, as g++ ships it; its header is in g++'s own include directory,
// where other compilers must not look.
extern "C" {
struct backtrace_state;
using backtrace_error_callback = void (*)(void *, const char *, int);
using backtrace_full_callback = int (*)(void *, std::uintptr_t, const char *,
                                        int, const char *);
backtrace_state *backtrace_create_state(const char *filename, int threaded,
                                        backtrace_error_callback, void *);
int backtrace_pcinfo(backtrace_state *, std::uintptr_t pc,
                     backtrace_full_callback, backtrace_error_callback, void *);
}
#endif

namespace nostall::detail {

static std::string demangle(const char *name) {
  int status = 0;
  char *plain = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  std::string out = status == 0 ? plain : name;
  std::free(plain);
  return out;
}

std::string tidy_function(std::string name) {
  for (const char *mark :
       {" [clone .actor]", " [clone .resume]", " [clone .destroy]",
        " [clone .cleanup]", " (.resume)", " (.destroy)", ".actor", ".resume",
        ".destroy"})
    if (auto at = name.find(mark); at != name.npos) {
      name.erase(at);
      name = demangle(name.c_str());
      break;
    }
  // g++ passes the frame: cut the parameter list that only holds it.
  if (name.size() > 8 && name.compare(name.size() - 8, 8, ".Frame*)") == 0) {
    std::size_t depth = 0, at = name.size();
    while (at-- > 0) {
      depth += name[at] == ')';
      depth -= name[at] == '(';
      if (depth == 0)
        break;
    }
    name.erase(at);
    if (name.compare(0, 5, "void ") == 0)
      name.erase(0, 5);
  }
  return name;
}

static stall_report::place named(const char *function, const char *file,
                                 unsigned line) {
  stall_report::place p;
  if (function) {
    std::string plain = demangle(function);
    p.function = tidy_function(plain);
    p.is_coroutine = p.function != plain;
  }
  p.file = file ? file : "";
  p.line = line;
  return p;
}

void symbolize(std::uint64_t pc, bool exact,
               std::vector<stall_report::place> &out) {
  const std::size_t before = out.size();
  const std::uintptr_t look_up = exact ? pc : pc - 1;
#ifdef NOSTALL_HAVE_BACKTRACE
  // It fills its tables as it goes; the threads of several detectors come here.
  static std::mutex one_at_a_time;
  std::lock_guard hold(one_at_a_time);
  static backtrace_state *const state = backtrace_create_state(
      nullptr, 1, [](void *, const char *, int) {}, nullptr);
  if (state)
    backtrace_pcinfo(
        state, look_up,
        [](void *to, std::uintptr_t, const char *file, int line,
           const char *function) {
          if (file || function)
            static_cast<std::vector<stall_report::place> *>(to)->push_back(
                named(function, file, line > 0 ? unsigned(line) : 0));
          return 0;
        },
        [](void *, const char *, int) {}, &out);
#endif
  // An absolute name that was joined to the directory it was compiled in.
  for (std::size_t i = before; i < out.size(); ++i)
    if (auto at = out[i].file.find("//"); at != std::string::npos)
      out[i].file.erase(0, at + 1);
  if (out.size() != before)
    return;
  Dl_info info{};
  if (::dladdr(reinterpret_cast<void *>(look_up), &info) && info.dli_sname) {
    out.push_back(named(info.dli_sname, info.dli_fname, 0));
  } else if (info.dli_fname) {
    out.push_back(named("??", info.dli_fname, 0));
  } else {
    out.push_back(named("??", nullptr, 0));
  }
}

bool is_users(const stall_report::place &p) {
  static const std::string own = [] {
    std::string here = __FILE__; // …/src/symbols.cpp
    return here.substr(0, here.size() - std::strlen("src/symbols.cpp"));
  }();
  auto begins = [&](const std::string &with) {
    return p.file.compare(0, with.size(), with) == 0;
  };
  if (p.file.empty() || !p.line || begins("/usr/") || begins("../") ||
      begins("./"))
    return false;
  return !begins(own + "src/") && !begins(own + "include/") &&
         p.file.find("/include/nostall/") == std::string::npos;
}

} // namespace nostall::detail
