// Declarations of MySQL Connector/C++ for tests; see ../README.md.
#pragma once
#include <cstdint>
#include <string>

namespace sql {
using SQLString = std::string;
class ResultSet {
public:
  virtual ~ResultSet();
  virtual bool next() = 0;
  virtual int32_t getInt(uint32_t column) const = 0;
  virtual size_t rowsCount() const = 0;
};
class Statement {
public:
  virtual ~Statement();
  virtual bool execute(const SQLString &sql) = 0;
  virtual ResultSet *executeQuery(const SQLString &sql) = 0;
  virtual int executeUpdate(const SQLString &sql) = 0;
  virtual bool getMoreResults() = 0;
  virtual void setQueryTimeout(unsigned seconds) = 0;
};
class PreparedStatement : public Statement {
public:
  using Statement::executeQuery;
  virtual ResultSet *executeQuery() = 0;
  virtual void setInt(unsigned index, int32_t value) = 0;
  virtual void clearParameters() = 0;
};
class DatabaseMetaData {
public:
  virtual ResultSet *getTables(const SQLString &catalog, const SQLString &schema) = 0;
  virtual const SQLString &getDriverName() = 0;
};
class Connection {
public:
  virtual ~Connection();
  virtual Statement *createStatement() = 0;
  virtual PreparedStatement *prepareStatement(const SQLString &sql) = 0;
  virtual void commit() = 0;
  virtual void setAutoCommit(bool on) = 0;
  virtual void setSchema(const SQLString &schema) = 0;
  virtual bool isValid() = 0;
  virtual bool isClosed() = 0;
  virtual DatabaseMetaData *getMetaData() = 0;
};
} // namespace sql
