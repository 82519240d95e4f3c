#pragma once
// Reads messages from a stream through http_parser.
#include "nostall/http/message.hpp"
#include "nostall/tcp.hpp"
#include <http_parser.h>

namespace nostall::http {

struct message {
  std::string target; // of a request
  std::string method;
  int status = 0; // of a response
  headers fields;
  std::string body;
  bool keep_alive = false;
};

class message_reader {
public:
  message_reader(http_parser_type type, std::size_t body_limit);
  message_reader(const message_reader &) = delete;

  // The next message; false if the peer closed before one began. `expect` is
  // called when a request's headers are there and it waits for a go-ahead.
  // `no_body`: the answer to a HEAD.
  task<bool> next(tcp_stream &from, message &to, bool no_body = false);
  // Whether anything of the present message has arrived.
  bool begun() const noexcept { return begun_; }
  // Whether more has arrived than was asked for.
  bool has_rest() const noexcept { return from_ != to_read_; }

private:
  static const http_parser_settings &settings();
  void end_field();
  http_parser parser_{};
  std::size_t body_limit_;
  message *to_ = nullptr;
  std::string name_, value_;
  bool in_value_ = false;
  bool done_ = false;
  bool begun_ = false;
  bool too_large_ = false;
  bool no_body_ = false;
  bool wants_go_ahead_ = false;
  std::vector<char> buffer_;
  std::size_t from_ = 0, to_read_ = 0; // unparsed bytes in buffer_
};

void write_fields(std::string &out, const headers &fields,
                  std::string_view skip1, std::string_view skip2);

} // namespace nostall::http
