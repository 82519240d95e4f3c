#include "nostall/stall_detector.hpp"
#include "text.hpp"
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace nostall {

// How many bytes the well-formed UTF-8 sequence at the start of `s` has; 0 if
// there is none.
static std::size_t utf8_length(std::string_view s) noexcept {
  auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned lead = at(0);
  const std::size_t n = lead < 0x80                   ? 1
                        : lead >= 0xc2 && lead < 0xe0 ? 2
                        : lead >= 0xe0 && lead < 0xf0 ? 3
                        : lead >= 0xf0 && lead < 0xf5 ? 4
                                                      : 0;
  if (n > s.size())
    return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((at(i) & 0xc0) != 0x80)
      return 0;
  const bool overlong =
      (lead == 0xe0 && at(1) < 0xa0) || (lead == 0xf0 && at(1) < 0x90);
  const bool surrogate = lead == 0xed && at(1) > 0x9f;
  const bool too_high = lead == 0xf4 && at(1) > 0x8f;
  return overlong || surrogate || too_high ? 0 : n;
}

std::string detail::json_string(const std::string &s) {
  std::string out = "\"";
  for (std::size_t i = 0, n; i < s.size(); i += n) {
    const auto c = static_cast<unsigned char>(s[i]);
    n = utf8_length(std::string_view(s).substr(i));
    if (n != 1) { // names and paths may hold any bytes
      out += n ? s.substr(i, n) : "\\ufffd";
      n = n ? n : 1;
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += char(c);
    } else if (c < 0x20) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\u%04x", c);
      out += hex;
    } else {
      out += char(c);
    }
  }
  return out + '"';
}

// printf would write the decimal point of the program's locale.
std::string detail::json_thousandths(std::int64_t n) {
  const std::string rest = std::to_string(1000 + std::abs(n % 1000));
  return (n < 0 ? "-" : "") + std::to_string(std::abs(n / 1000)) + "." +
         rest.substr(1);
}

const char *to_string(stall_report::cause why) noexcept {
  switch (why) {
  case stall_report::cause::blocked:
    return "blocked";
  case stall_report::cause::cpu_bound:
    return "cpu-bound";
  case stall_report::cause::preempted:
    return "preempted";
  }
  return "?";
}

static std::string milliseconds(std::chrono::nanoseconds d) {
  char out[32];
  double ms = double(d.count()) / 1e6;
  std::snprintf(out, sizeof out, ms < 10 ? "%.2f ms" : "%.0f ms", ms);
  return out;
}

std::string stall_report::place::text() const {
  std::string out = function.empty() ? "??" : function;
  if (!file.empty())
    out += "  " + file;
  if (line)
    out.append(":").append(std::to_string(line));
  return out;
}

std::string stall_report::text() const {
  std::string out = "nostall: stall " + std::to_string(id) +
                    (ended ? " ended after " : ", for ") +
                    milliseconds(duration) + (ended ? "" : " so far") + ": ";
  out += to_string(why);
  if (!system_call.empty()) {
    out += " in " + system_call;
    if (descriptor >= 0)
      out += "(" + std::to_string(descriptor) +
             (descriptor_is.empty() ? "" : " = " + descriptor_is) + ")";
    if (!wait_channel.empty())
      out += " [" + wait_channel + "]";
  } else {
    out += ", " + milliseconds(cpu_time) + " of processor time";
  }
  out += "\n";
  if (site.line)
    out += "    at " + site.text() + "\n";
  if (!task.empty())
    out += "    task '" + task + "'\n";
  if (!ended) {
    for (auto &p : stack)
      out += "    stack    " + p.text() + "\n";
    for (std::size_t i = 0; i < awaits.size(); ++i)
      out += (i ? "    awaited  " : "    running  ") + awaits[i].text() +
             (i ? "" : " (last co_await)") + "\n";
  }
  if (tasks_waiting) {
    out += "    made " + std::to_string(tasks_waiting) + " ready task" +
           (tasks_waiting > 1 ? "s" : "") + " wait";
    for (std::size_t i = 0; i < waiting_names.size(); ++i)
      out += (i ? ", '" : ": '") + waiting_names[i] + "'";
    if (tasks_waiting > waiting_names.size() && !waiting_names.empty())
      out += ", …";
    out += "\n";
  }
  if (timers_waiting)
    out += "    made " + std::to_string(timers_waiting) + " timer" +
           (timers_waiting > 1 ? "s" : "") + " late\n";
  if (ended && longest_wait.count())
    out += "    longest wait " + milliseconds(longest_wait) + "\n";
  if (suppressed)
    out += "    and " + std::to_string(suppressed) +
           " more here that were not reported\n";
  return out;
}

std::string stall_report::json() const {
  auto number = [](auto n) { return std::to_string(n); };
  auto ms = [](std::chrono::nanoseconds d) {
    return detail::json_thousandths(d.count() / 1000);
  };
  auto one = [&](const place &p) {
    return "{\"function\":" + detail::json_string(p.function) +
           ",\"file\":" + detail::json_string(p.file) +
           ",\"line\":" + number(p.line) + "}";
  };
  auto many = [&](const std::vector<place> &all) {
    std::string out = "[";
    for (auto &p : all)
      out.append(out.size() > 1 ? "," : "").append(one(p));
    return out + "]";
  };
  std::string names = "[";
  for (auto &n : waiting_names)
    names.append(names.size() > 1 ? "," : "").append(detail::json_string(n));
  names += "]";
  return "{\"stall\":" + number(id) +
         ",\"ended\":" + (ended ? "true" : "false") +
         ",\"ms\":" + ms(duration) + ",\"uncertain_ms\":" + ms(uncertainty) +
         ",\"verdict\":" + detail::json_string(to_string(why)) +
         ",\"cpu_ms\":" + ms(cpu_time) +
         ",\"task\":" + detail::json_string(task) + ",\"site\":" + one(site) +
         ",\"coroutine\":" + one(coroutine) + ",\"stack\":" + many(stack) +
         ",\"awaits\":" + many(awaits) +
         ",\"system_call\":" + detail::json_string(system_call) +
         ",\"descriptor\":" + number(descriptor) +
         ",\"descriptor_is\":" + detail::json_string(descriptor_is) +
         ",\"wait_channel\":" + detail::json_string(wait_channel) +
         ",\"tasks_waiting\":" + number(tasks_waiting) +
         ",\"waiting_names\":" + names +
         ",\"timers_waiting\":" + number(timers_waiting) +
         ",\"longest_wait_ms\":" + ms(longest_wait) +
         ",\"suppressed\":" + number(suppressed) + "}\n";
}

} // namespace nostall
