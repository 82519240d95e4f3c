// Declarations of mongocxx for tests; see ../README.md.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mongocxx {
inline namespace v_noabi {
struct document {};

class change_stream {
public:
  class iterator {
  public:
    iterator &operator++();
    document &operator*();
    bool operator!=(const iterator &) const;
  };
  iterator begin() const;
  iterator end() const;
};

class cursor {
public:
  class iterator {
  public:
    iterator &operator++();
    document &operator*();
    bool operator!=(const iterator &) const;
  };
  iterator begin();
  iterator end();
};

class bulk_write {
public:
  bulk_write &append(const document &operation);
  std::optional<int> execute() const;
};

class collection {
public:
  cursor find(const document &filter);
  cursor aggregate(const document &pipeline);
  bulk_write create_bulk_write();
  std::string name() const;
  std::optional<int> bulk_write_all(const std::vector<document> &);
  std::optional<int> bulk_write(const std::vector<document> &);
  long count_documents(const document &filter);
  long estimated_document_count();
  document create_index(const document &keys);
  std::optional<int> delete_many(const document &filter);
  std::optional<int> delete_one(const document &filter);
  cursor distinct(const std::string &name, const document &filter);
  void drop();
  std::optional<document> find_one(const document &filter);
  std::optional<document> find_one_and_delete(const document &filter);
  std::optional<document> find_one_and_replace(const document &filter, const document &replacement);
  std::optional<document> find_one_and_update(const document &filter, const document &update);
  std::optional<int> insert_many(const std::vector<document> &documents);
  std::optional<int> insert_one(const document &document);
  cursor list_indexes() const;
  void rename(const std::string &name);
  std::optional<int> replace_one(const document &filter, const document &replacement);
  std::optional<int> update_many(const document &filter, const document &update);
  std::optional<int> update_one(const document &filter, const document &update);
  change_stream watch();
};

class database {
public:
  class collection collection(const std::string &name) const;
  class collection operator[](const std::string &name) const;
  class collection create_collection(const std::string &name);
  void drop();
  bool has_collection(const std::string &name) const;
  cursor list_collections();
  std::vector<std::string> list_collection_names();
  document run_command(const document &command);
  change_stream watch();
};

class client_session {
public:
  void start_transaction();
  void commit_transaction();
  void abort_transaction();
  void with_transaction(std::function<void(client_session *)> callback);
};

class client {
public:
  client() noexcept;
  class database database(const std::string &name) const;
  class database operator[](const std::string &name) const;
  client_session start_session();
  cursor list_databases();
  std::vector<std::string> list_database_names();
  void reset();
  change_stream watch();
};

class pool {
public:
  pool();
  std::unique_ptr<client> acquire();
  std::optional<std::unique_ptr<client>> try_acquire();
};
} // namespace v_noabi
} // namespace mongocxx
