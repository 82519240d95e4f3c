#include "nostall/trace.hpp"
#include "symbols.hpp"
#include "text.hpp"
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <unistd.h>

namespace nostall {

trace::trace(loop &on, std::string path, std::chrono::nanoseconds stall,
             std::size_t most)
    : on_(on), path_(std::move(path)), stall_(stall.count()), most_(most) {
  on_.tracer_ = this;
}

trace::~trace() {
  if (on_.tracer_ == this)
    on_.tracer_ = nullptr;
  if (path_.empty())
    return;
  try {
    write(path_);
  } catch (const std::exception &) {
    // write() is for those who want to know.
  }
}

void trace::begin(const detail::frame *f, std::int64_t now) noexcept {
  open_ = steps_.size() < most_;
  if (!open_)
    return;
  try {
    step s;
    s.begin = now;
    if (f) {
      s.at = f->at;
      if (f->owner)
        s.task = f->owner->name;
    }
    steps_.push_back(std::move(s));
  } catch (const std::bad_alloc &) {
    open_ = false;
  }
}

void trace::end(std::int64_t now) noexcept {
  if (open_)
    steps_.back().end = now;
}

std::string trace::json() const {
  std::string out = "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n";
  out += "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":1,"
         "\"args\":{\"name\":\"nostall loop\"}}";
  const std::int64_t origin = steps_.empty() ? 0 : steps_.front().begin;
  for (const step &s : steps_) {
    if (!s.end)
      continue; // the one that runs now
    auto function = detail::tidy_function(s.at.function_name());
    out += ",\n{\"name\":" +
           detail::json_string(s.task.empty() ? function : s.task) +
           ",\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":" +
           detail::json_thousandths(s.begin - origin) +
           ",\"dur\":" + detail::json_thousandths(s.end - s.begin);
    if (s.end - s.begin >= stall_)
      out += ",\"cname\":\"terrible\"";
    out += ",\"args\":{\"coroutine\":" + detail::json_string(function) +
           ",\"at\":" +
           detail::json_string(std::string(s.at.file_name()) + ":" +
                               std::to_string(s.at.line())) +
           "}}";
  }
  return out + "\n]}\n";
}

void trace::write(const std::string &to) {
  const std::string path = to; // it may be path_ itself
  path_.clear();
  std::string text = json();
  std::FILE *file = std::fopen(path.c_str(), "wbe");
  if (!file)
    throw std::system_error(errno, std::system_category(), path);
  bool ok = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  ok = std::fclose(file) == 0 && ok;
  if (!ok)
    throw std::system_error(errno, std::system_category(), path);
}

} // namespace nostall
