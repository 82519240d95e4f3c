// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: sqlite
// Note store on SQLite with a thin RAII layer.
#include <sqlite3.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "task.h"

namespace notes {

class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql) { sqlite3_prepare_v2(db, sql.data(), int(sql.size()), &st_, nullptr); }
  ~Statement() { sqlite3_finalize(st_); }
  Statement(const Statement&) = delete;

  Statement& bind(int i, const std::string& v) {
    sqlite3_bind_text(st_, i, v.data(), int(v.size()), SQLITE_TRANSIENT);
    return *this;
  }
  bool step() { return sqlite3_step(st_) == SQLITE_ROW; }
  std::string text(int col) const {
    auto p = reinterpret_cast<const char*>(sqlite3_column_text(st_, col));
    return p ? p : "";
  }

 private:
  sqlite3_stmt* st_ = nullptr;
};

class Database {
 public:
  explicit Database(const char* path) { sqlite3_open(path, &db_); }
  ~Database() { sqlite3_close(db_); }
  void exec(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }
  sqlite3* raw() const { return db_; }
  int changes() const { return sqlite3_changes(db_); }

 private:
  sqlite3* db_ = nullptr;
};

rt::task<std::vector<std::string>> list_notes(sqlite3* db, std::string tag) {
  std::vector<std::string> out;
  sqlite3_stmt* st = nullptr;
  sqlite3_prepare_v2(db, "SELECT body FROM note WHERE tag=?", -1, &st, nullptr); // BAD: database
  sqlite3_bind_text(st, 1, tag.c_str(), -1, SQLITE_TRANSIENT);  // OK: binds a value
  while (sqlite3_step(st) == SQLITE_ROW) { // BAD: database
    auto p = sqlite3_column_text(st, 0);                        // OK: reads the current row
    out.emplace_back(reinterpret_cast<const char*>(p));
    sqlite3_column_int(st, 0);                                  // OK: reads the current row
  }
  sqlite3_errmsg(db);                                           // OK: a query of the handle
  co_return out;
}

rt::task<> add_note(Database& db, std::string body) {
  Statement st(db.raw(), "INSERT INTO note(body) VALUES (?)"); // BAD: database
  st.bind(1, body);                                             // OK: binds a value
  st.step(); // BAD: database
  db.exec("ANALYZE"); // BAD: database
  int n = db.changes();                                         // OK: a counter
  if (n == 0) sqlite3_exec(db.raw(), "VACUUM", nullptr, nullptr, nullptr); // BAD: database
  sqlite3_last_insert_rowid(db.raw());                          // OK: a counter
  co_return;
}

rt::task<int> open_all(std::vector<std::string> paths) {
  int opened = 0;
  for (auto& p : paths) {
    sqlite3* db = nullptr;
    if (sqlite3_open(p.c_str(), &db) == SQLITE_OK) ++opened; // BAD: database
    sqlite3_open_v2(p.c_str(), &db, SQLITE_OPEN_READONLY, nullptr); // BAD: database
    Database other(p.c_str()); // BAD: database
    sqlite3_busy_timeout(db, 100);                              // OK: sets an option
    char** table = nullptr;
    int rows = 0, cols = 0;
    sqlite3_get_table(db, "SELECT 1", &table, &rows, &cols, nullptr); // BAD: database
    sqlite3_free_table(table);                                  // OK: frees memory
  }
  co_return opened;
}

rt::task<> backup(Database& from, Database& to) {
  sqlite3_backup* b = sqlite3_backup_init(to.raw(), "main", from.raw(), "main");
  while (sqlite3_backup_step(b, 100) == SQLITE_OK) { // BAD: database
    sqlite3_backup_remaining(b);                                // OK: a counter
    sqlite3_sleep(25); // BAD: sleep
  }
  sqlite3_wal_checkpoint_v2(from.raw(), nullptr, SQLITE_CHECKPOINT_FULL, nullptr, nullptr); // BAD: database
  co_return;
}

rt::task<std::string> format_sql(std::string v) {
  char* q = sqlite3_mprintf("%Q", v.c_str());                   // OK: formats a string
  std::string s(q);
  sqlite3_free(q);                                              // OK: frees memory
  if (!sqlite3_complete(s.c_str())) s += ";";                   // OK: looks at the text
  s += sqlite3_libversion();                                    // OK: a constant
  co_return s;
}

rt::task<int> count_on_pool(rt::thread_pool& pool, Database& db) {
  int n = co_await pool.run([&db] {
    Statement st(db.raw(), "SELECT count(*) FROM note");
    return st.step() ? std::stoi(st.text(0)) : 0;               // OK: runs on a worker
  });
  pool.submit([&db] { db.exec("PRAGMA optimize"); });           // OK: runs on a worker
  co_return n;
}

// Asynchronous facade: same verbs.
struct async_db {
  rt::task<> exec(std::string sql);
  rt::task<bool> step();
};

rt::task<> nightly(async_db& db) {
  co_await db.exec("VACUUM");                                   // OK: awaited member of the user's class
  while (co_await db.step()) {                                  // OK: awaited member of the user's class
  }
}

void import_dump(const char* path) {
  Database db(path);                                            // OK: plain function, called by no coroutine
  db.exec("CREATE TABLE IF NOT EXISTS note(body, tag)");        // OK: plain function, called by no coroutine
}

}  // namespace notes
