// Declarations of Boost.MySQL for tests; see ../README.md.
#pragma once
#include <string>

namespace boost::mysql {
class diagnostics {
public:
  void clear();
};
class error_code {};
class results {
public:
  bool has_value() const;
};
class statement {
public:
  unsigned id() const;
};
class execution_state {
public:
  bool complete() const;
};
class rows_view {};
struct connect_params {};

template <typename T> struct awaitable_result {
  bool await_ready();
  template <typename H> void await_suspend(H);
  T await_resume();
};

class field {
public:
  bool is_null() const;
};
class row {
public:
  bool empty() const;
};

class any_connection {
public:
  void connect(const connect_params &params);
  void connect(const connect_params &params, error_code &error, diagnostics &diag);
  awaitable_result<void> async_connect(const connect_params &params);
  template <typename Request, typename Results> void execute(Request &&request, Results &result);
  template <typename Request, typename Results>
  awaitable_result<void> async_execute(Request &&request, Results &result);
  template <typename Request, typename State> void start_execution(Request &&request, State &state);
  statement prepare_statement(const std::string &sql);
  awaitable_result<statement> async_prepare_statement(const std::string &sql);
  void close_statement(const statement &prepared);
  rows_view read_some_rows(execution_state &state);
  template <typename State> void read_resultset_head(State &state);
  void ping();
  awaitable_result<void> async_ping();
  void reset_connection();
  void set_character_set(const std::string &name);
  template <typename Request, typename Response> void run_pipeline(const Request &request, Response &response);
  void set_meta_mode(int mode);
  int format_opts() const;
  int current_character_set() const;
  bool uses_ssl() const;
  void close();
};

template <typename Stream> class connection {
public:
  void connect(const Stream &where, const connect_params &params);
  void handshake(const connect_params &params);
  template <typename Request, typename Results> void execute(Request &&request, Results &result);
  template <typename Request, typename State> void start_execution(Request &&request, State &state);
  statement prepare_statement(const std::string &sql);
  void close_statement(const statement &prepared);
  rows_view read_some_rows(execution_state &state);
  template <typename State> void read_resultset_head(State &state);
  void ping();
  void reset_connection();
  void set_meta_mode(int mode);
  bool uses_ssl() const;
  void close();
  void quit();
};

class pooled_connection {
public:
  any_connection &get();
  bool valid() const;
  void return_without_reset();
};
class connection_pool {
public:
  awaitable_result<pooled_connection> async_get_connection();
  void cancel();
};
} // namespace boost::mysql
