// Declarations of clickhouse-cpp for tests; see ../README.md.
#pragma once
#include <functional>
#include <string>

namespace clickhouse {
struct ClientOptions {};
struct ServerInfo {};
class Block {
public:
  size_t GetRowCount() const;
};
class Query {
public:
  explicit Query(const std::string &text);
  Query &OnData(std::function<void(const Block &)> callback);
};
class Client {
public:
  explicit Client(const ClientOptions &options);
  void Execute(const Query &query);
  void Select(const std::string &query, std::function<void(const Block &)> callback);
  void SelectCancelable(const std::string &query, std::function<bool(const Block &)> callback);
  void SelectWithExternalData(const std::string &query, int tables, std::function<void(const Block &)> callback);
  void Insert(const std::string &table, const Block &block);
  Block BeginInsert(const std::string &query);
  void SendInsertBlock(const Block &block);
  void EndInsert();
  void Ping();
  void ResetConnection();
  void ResetConnectionEndpoint();
  const ServerInfo &GetServerInfo() const;
  int GetCurrentEndpoint() const;
};
} // namespace clickhouse
