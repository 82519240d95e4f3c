#include "http_reader.hpp"
#include "nostall/http/client.hpp"
#include <system_error>

namespace nostall::http {

struct client::connection {
  connection(tcp_stream s, std::size_t body_limit)
      : stream(std::move(s)), reader(HTTP_RESPONSE, body_limit) {}
  tcp_stream stream;
  message_reader reader;
  bool reusable = false;
};

client::client(std::size_t most_kept, std::size_t body_limit)
    : most_kept_(most_kept), body_limit_(body_limit) {}
client::~client() = default;
client::client(client &&) noexcept = default;

namespace {
struct parsed_url {
  std::string host, target = "/";
  std::uint16_t port = 80;
  std::string authority() const {
    const bool v6 = host.find(':') != host.npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
  }
};

parsed_url parse(const std::string &url) {
  http_parser_url u;
  ::http_parser_url_init(&u);
  parsed_url out;
  auto part = [&](int field) {
    auto &f = u.field_data[field];
    return (u.field_set & (1 << field)) ? url.substr(f.off, f.len)
                                        : std::string();
  };
  if (::http_parser_parse_url(url.data(), url.size(), 0, &u) != 0 ||
      part(UF_SCHEMA) != "http")
    throw std::invalid_argument("http: cannot use the URL '" + url + "'");
  out.host = part(UF_HOST);
  if (u.port)
    out.port = u.port;
  if (auto path = part(UF_PATH); !path.empty())
    out.target = path;
  if (auto query = part(UF_QUERY); !query.empty())
    out.target += "?" + query;
  return out;
}
} // namespace

task<response> client::get(std::string url) {
  return send(std::move(url), request{});
}

task<response> client::post(std::string url, std::string body,
                            std::string content_type) {
  request r("POST", "/", {}, std::move(body));
  r.fields.set("Content-Type", std::move(content_type));
  return send(std::move(url), std::move(r));
}

task<response> client::send(std::string url, request r) {
  const parsed_url to = parse(url);
  const std::string authority = to.authority();
  r.target = to.target;
  for (;;) {
    std::unique_ptr<connection> c;
    auto &idle = kept_[authority];
    const bool reused = !idle.empty();
    if (reused) {
      c = std::move(idle.back());
      idle.pop_back();
    } else {
      c = std::make_unique<connection>(
          co_await tcp_stream::connect(to.host, to.port), body_limit_);
    }
    std::exception_ptr error;
    try {
      response answer = co_await exchange(*c, r, authority);
      auto &keep = kept_[authority];
      if (c->reusable && keep.size() < most_kept_)
        keep.push_back(std::move(c));
      co_return answer;
    } catch (const std::system_error &) {
      error = std::current_exception();
    } catch (const end_of_stream &) {
      error = std::current_exception();
    }
    // The server may have closed it since its last use.
    if (!reused || c->reader.begun())
      std::rethrow_exception(error);
  }
}

task<response> client::exchange(connection &c, const request &r,
                                const std::string &host) {
  std::string out =
      r.method + " " + r.target + " HTTP/1.1\r\nHost: " + host + "\r\n";
  write_fields(out, r.fields, "Host", "Content-Length");
  if (!r.body.empty() || r.method == "POST" || r.method == "PUT")
    out += "Content-Length: " + std::to_string(r.body.size()) + "\r\n";
  out += "\r\n" + r.body;
  c.reusable = false;
  co_await c.stream.write_all(out);
  message m;
  do {
    if (!co_await c.reader.next(c.stream, m, r.method == "HEAD"))
      throw end_of_stream{};
  } while (m.status >= 100 && m.status < 200);
  c.reusable = m.keep_alive && !c.reader.has_rest();
  co_return response(m.status, std::move(m.body), std::move(m.fields));
}

} // namespace nostall::http
