// qt-sql, on its own headers; see README.md.
// REQUIRES: qt6
// RUN: %check_marks %s --profile=strict -- -std=c++20 -fPIC -I/usr/include/x86_64-linux-gnu/qt6 -I/usr/include/x86_64-linux-gnu/qt6/QtCore -I/usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++ -I/usr/include/x86_64-linux-gnu/qt6/QtSql
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlField>
#include <QSqlIndex>
#include <QSqlQuery>
#include <QSqlQueryModel>
#include <QSqlRecord>
#include <QSqlTableModel>
#include <QVariant>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

task connecting()
{
    QSqlDatabase db = QSqlDatabase::addDatabase("QPSQL", "main");
    db.setHostName("db1");                                              // OK: does not wait
    db.setDatabaseName("app");                                          // OK: does not wait
    db.setUserName("u");                                                // OK: does not wait
    db.setConnectOptions("connect_timeout=3");                          // OK: does not wait
    bool o = db.open();                                                 // BAD: database
    bool p = db.open("u", "p");                                         // BAD: database
    bool io = db.isOpen();                                              // OK: does not wait
    bool v = db.isValid();                                              // OK: does not wait
    QString dn = db.driverName();                                       // OK: does not wait
    QSqlError e = db.lastError();                                       // OK: does not wait
    QString et = e.text();                                              // OK: does not wait
    QStringList t = db.tables();                                        // BAD: database
    QSqlRecord rec = db.record("users");                                // BAD: database
    QSqlIndex pk = db.primaryIndex("users");                            // BAD: database
    db.transaction();                                                   // BAD: database
    db.commit();                                                        // BAD: database
    db.rollback();                                                      // BAD: database
    QSqlQuery q = db.exec("VACUUM");                                    // BAD: database
    bool has = db.driver()->hasFeature(QSqlDriver::Transactions);       // OK: does not wait
    (void)o; (void)p; (void)io; (void)v; (void)has;
    co_return;
}

task queries(QSqlDatabase db)
{
    QSqlQuery q(db);                                                    // OK: does not wait
    q.setForwardOnly(true);                                             // OK: does not wait
    q.exec("SELECT id, name FROM users");                               // BAD: database
    q.prepare("INSERT INTO t VALUES(?, ?)");                            // BAD: database
    q.addBindValue(1);                                                  // OK: does not wait
    q.bindValue(1, "abc");                                              // OK: does not wait
    q.exec();                                                           // BAD: database
    q.execBatch();                                                      // BAD: database
    QVariant v = q.value(0);                                            // OK: does not wait
    bool act = q.isActive();                                            // OK: does not wait
    int rows = q.numRowsAffected();                                     // OK: does not wait
    QSqlRecord r = q.record();                                          // OK: does not wait
    QString lq = q.lastQuery();                                         // OK: does not wait
    QSqlError e = q.lastError();                                        // OK: does not wait
    QSqlQuery direct("SELECT 1 FROM t", db);                            // BAD: database
    (void)act; (void)rows;
    co_return;
}

task models(QSqlTableModel *m, QSqlQueryModel *qm, QSqlDatabase db)
{
    m->setEditStrategy(QSqlTableModel::OnManualSubmit);                 // OK: does not wait
    m->setTable("users");                                               // BAD: database
    m->select();                                                        // BAD: database
    m->submitAll();                                                     // BAD: database
    qm->setQuery("SELECT * FROM t", db);                                // BAD: database
    int n = qm->rowCount();                                             // OK: does not wait
    QSqlRecord r = qm->record();                                        // OK: does not wait
    (void)n;
    co_return;
}
