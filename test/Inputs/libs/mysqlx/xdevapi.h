// Declarations of the X DevAPI for tests; see ../README.md.
#pragma once
#include <string>

namespace mysqlx {
inline namespace abi2 {
inline namespace r0 {
using std::string;
class Value {
public:
  bool isNull() const;
};
class DbDoc {
public:
  bool hasField(const string &name) const;
};
class Row {
public:
  unsigned colCount() const;
};
class RowResult {
public:
  Row fetchOne();
  int fetchAll();
  size_t count();
  Row *begin();
  unsigned getColumnCount() const;
};
class DocResult {
public:
  DbDoc fetchOne();
  int fetchAll();
  size_t count();
  DbDoc *begin();
};
class SqlResult : public RowResult {
public:
  bool nextResult();
  bool hasData() const;
};
class Result {};
template <typename Result, typename Operation> class Executable {
public:
  virtual Result execute();
};
class SqlStatement : public Executable<SqlResult, SqlStatement> {
public:
  SqlStatement &bind(int value);
};
class CollectionFind : public Executable<DocResult, CollectionFind> {
public:
  CollectionFind &limit(unsigned items);
};
class CollectionChange : public Executable<Result, CollectionChange> {};
class TableSelect : public Executable<RowResult, TableSelect> {};
class TableChange : public Executable<Result, TableChange> {};

class Collection {
public:
  bool existsInDatabase() const;
  unsigned long count();
  CollectionFind find(const string &condition);
  CollectionChange add(const string &document);
  CollectionChange remove(const string &condition);
  CollectionChange modify(const string &condition);
  DbDoc getOne(const string &id);
  Result removeOne(const string &id);
  Result replaceOne(const string &id, const string &document);
  Result addOrReplaceOne(const string &id, const string &document);
  void createIndex(const string &name, const string &description);
  void dropIndex(const string &name);
  const string &getName() const;
};
class Table {
public:
  bool existsInDatabase() const;
  bool isView();
  unsigned long count();
  TableChange insert();
  TableSelect select(const string &columns);
  TableChange remove();
  TableChange update();
};
class Session;
class Schema {
public:
  const string &getName() const;
  Session &getSession();
  bool existsInDatabase() const;
  Collection createCollection(const string &name);
  void modifyCollection(const string &name, int options);
  void dropCollection(const string &name);
  Collection getCollection(const string &name, bool check_exists = false);
  Table getTable(const string &name, bool check_exists = false);
  Table getCollectionAsTable(const string &name, bool check_exists = true);
  int getCollections();
  int getCollectionNames();
  int getTables();
  int getTableNames();
};
class SessionSettings {
public:
  void clear();
};
class Session {
public:
  Session(const char *url);
  Session(Session &&other);
  SqlStatement sql(const string &query);
  Schema createSchema(const string &name);
  Schema getSchema(const string &name, bool check_exists = false);
  Schema getDefaultSchema();
  string getDefaultSchemaName();
  int getSchemas();
  void dropSchema(const string &name);
  void startTransaction();
  void commit();
  void rollback();
  void rollbackTo(const string &savepoint);
  string setSavepoint();
  void releaseSavepoint(const string &savepoint);
  void close();
};
namespace internal {
class Client_detail {
public:
  void close();
};
} // namespace internal
class Client : public internal::Client_detail {
public:
  Session getSession();
};
Session getSession(const char *url);
Client getClient(const char *url);
} // namespace r0
} // namespace abi2
} // namespace mysqlx
