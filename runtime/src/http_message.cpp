#include "http_reader.hpp"
#include <algorithm>
#include <strings.h>

namespace nostall::http {

static bool same(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view headers::get(std::string_view name) const noexcept {
  for (auto &[n, v] : all_)
    if (same(n, name))
      return v;
  return {};
}
bool headers::has(std::string_view name) const noexcept {
  return std::any_of(all_.begin(), all_.end(),
                     [&](auto &f) { return same(f.first, name); });
}
void headers::add(std::string name, std::string value) {
  all_.emplace_back(std::move(name), std::move(value));
}
void headers::set(std::string name, std::string value) {
  std::erase_if(all_, [&](auto &f) { return same(f.first, name); });
  add(std::move(name), std::move(value));
}

std::string_view request::path() const noexcept {
  return std::string_view(target).substr(0, target.find('?'));
}
std::string_view request::query() const noexcept {
  auto at = target.find('?');
  return at == target.npos ? std::string_view()
                           : std::string_view(target).substr(at + 1);
}

const char *reason(int status) noexcept {
  switch (status) {
#define REASON(number, name, text)                                             \
  case number:                                                                 \
    return #text;
    HTTP_STATUS_MAP(REASON)
#undef REASON
  default:
    return "Unknown";
  }
}

void write_fields(std::string &out, const headers &fields,
                  std::string_view skip1, std::string_view skip2) {
  for (auto &[name, value] : fields) {
    if (same(name, skip1) || same(name, skip2))
      continue;
    // A line end would let a value pass for another field.
    if (name.empty() || name.find_first_of("\r\n: ") != name.npos ||
        value.find_first_of("\r\n") != value.npos)
      throw protocol_error(500, "bad header field '" + name + "'");
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
  }
}

message_reader::message_reader(http_parser_type type, std::size_t body_limit)
    : body_limit_(body_limit), buffer_(16 * 1024) {
  ::http_parser_init(&parser_, type);
  parser_.data = this;
}

void message_reader::end_field() {
  if (in_value_)
    to_->fields.add(std::move(name_), std::move(value_));
  name_.clear();
  value_.clear();
  in_value_ = false;
}

const http_parser_settings &message_reader::settings() {
  static const http_parser_settings all = [] {
    using self = message_reader;
    http_parser_settings s{};
    s.on_message_begin = [](http_parser *p) {
      static_cast<self *>(p->data)->begun_ = true;
      return 0;
    };
    s.on_url = [](http_parser *p, const char *at, std::size_t n) {
      static_cast<self *>(p->data)->to_->target.append(at, n);
      return 0;
    };
    s.on_header_field = [](http_parser *p, const char *at, std::size_t n) {
      auto &r = *static_cast<self *>(p->data);
      if (r.in_value_)
        r.end_field();
      r.name_.append(at, n);
      return 0;
    };
    s.on_header_value = [](http_parser *p, const char *at, std::size_t n) {
      auto &r = *static_cast<self *>(p->data);
      r.in_value_ = true;
      r.value_.append(at, n);
      return 0;
    };
    s.on_headers_complete = [](http_parser *p) {
      auto &r = *static_cast<self *>(p->data);
      r.end_field();
      r.wants_go_ahead_ = p->type == HTTP_REQUEST &&
                          same(r.to_->fields.get("Expect"), "100-continue");
      if (p->content_length != ~std::uint64_t{0} &&
          p->content_length > r.body_limit_) {
        r.too_large_ = true;
        return -1;
      }
      // These have no body, whatever their Content-Length says.
      const bool bodiless = p->type == HTTP_RESPONSE &&
                            (p->status_code / 100 == 1 ||
                             p->status_code == 204 || p->status_code == 304);
      return r.no_body_ || bodiless ? 1 : 0;
    };
    s.on_body = [](http_parser *p, const char *at, std::size_t n) {
      auto &r = *static_cast<self *>(p->data);
      if (r.to_->body.size() + n > r.body_limit_) {
        r.too_large_ = true;
        return -1;
      }
      r.to_->body.append(at, n);
      return 0;
    };
    s.on_message_complete = [](http_parser *p) {
      auto &r = *static_cast<self *>(p->data);
      r.end_field(); // a trailer
      r.done_ = true;
      r.to_->method = ::http_method_str(http_method(p->method));
      r.to_->status = int(p->status_code);
      r.to_->keep_alive = ::http_should_keep_alive(p) != 0;
      ::http_parser_pause(p, 1); // what follows is the next message
      return 0;
    };
    return s;
  }();
  return all;
}

task<bool> message_reader::next(tcp_stream &from, message &to, bool no_body) {
  to = {};
  to_ = &to;
  done_ = begun_ = too_large_ = wants_go_ahead_ = false;
  no_body_ = no_body;
  name_.clear();
  value_.clear();
  in_value_ = false;
  ::http_parser_pause(&parser_, 0);
  for (;;) {
    if (from_ == to_read_) {
      from_ = 0;
      to_read_ = co_await from.read_some(buffer_);
    }
    std::size_t had = to_read_ - from_;
    // No bytes tell the parser that the stream ended.
    std::size_t used = ::http_parser_execute(&parser_, &settings(),
                                             buffer_.data() + from_, had);
    from_ += used;
    if (done_)
      co_return true;
    if (too_large_)
      throw protocol_error(413, "body too large");
    if (auto error = HTTP_PARSER_ERRNO(&parser_); error != HPE_OK)
      throw protocol_error(error == HPE_HEADER_OVERFLOW ? 431 : 400,
                           ::http_errno_description(error));
    if (parser_.upgrade)
      throw protocol_error(400, "upgrade is not supported");
    if (!had) {
      if (begun_)
        throw end_of_stream{};
      co_return false;
    }
    if (wants_go_ahead_) {
      wants_go_ahead_ = false;
      co_await from.write_all("HTTP/1.1 100 Continue\r\n\r\n");
    }
  }
}

} // namespace nostall::http
