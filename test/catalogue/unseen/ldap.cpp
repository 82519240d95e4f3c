// ldap, on its own headers; see README.md.
// REQUIRES: ldap
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <ldap.h>
#include <sys/time.h>
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

task binding()
{
    LDAP *ld = nullptr;
    int ver = LDAP_VERSION3, msgid = 0;
    struct timeval tv = {3, 0}, zero = {0, 0};
    LDAPMessage *res = nullptr;
    struct berval cred = {6, (char *)"secret"}, *srv = nullptr;
    ldap_initialize(&ld, "ldap://dir1");                                // OK: does not wait
    ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &ver);               // OK: does not wait
    ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &tv);                 // OK: does not wait
    ldap_start_tls_s(ld, nullptr, nullptr);                             // BAD: database
    ldap_sasl_bind_s(ld, "cn=app", LDAP_SASL_SIMPLE, &cred, nullptr, nullptr, &srv); // BAD: database
    ldap_search_ext(ld, "dc=x", LDAP_SCOPE_SUBTREE, "(uid=a)", nullptr, 0, nullptr, nullptr, nullptr, 10, &msgid); // OK: does not wait
    ldap_result(ld, msgid, LDAP_MSG_ALL, &zero, &res);                  // OK: does not wait
    ldap_result(ld, msgid, LDAP_MSG_ALL, nullptr, &res);                // BAD: database
    ldap_result(ld, msgid, LDAP_MSG_ONE, &tv, &res);                    // BAD: database
    ldap_abandon_ext(ld, msgid, nullptr, nullptr);                      // OK: does not wait
    const char *e = ldap_err2string(LDAP_TIMEOUT);                      // OK: does not wait
    ldap_get_option(ld, LDAP_OPT_RESULT_CODE, &ver);                    // OK: does not wait
    (void)e;
    co_return;
}

task operations(LDAP *ld, LDAPMod **mods, struct berval *val)
{
    LDAPMessage *res = nullptr;
    char *who = nullptr;
    struct berval *out = nullptr, *id = nullptr, nv = {1, (char *)"n"};
    char *oid = nullptr;
    ldap_search_ext_s(ld, "dc=x", LDAP_SCOPE_SUBTREE, "(uid=a)", nullptr, 0, nullptr, nullptr, nullptr, 10, &res); // BAD: database
    ldap_add_ext_s(ld, "uid=a,dc=x", mods, nullptr, nullptr);           // BAD: database
    ldap_modify_ext_s(ld, "uid=a,dc=x", mods, nullptr, nullptr);        // BAD: database
    ldap_delete_ext_s(ld, "uid=a,dc=x", nullptr, nullptr);              // BAD: database
    ldap_compare_ext_s(ld, "uid=a,dc=x", "uid", val, nullptr, nullptr); // BAD: database
    ldap_rename_s(ld, "uid=a,dc=x", "uid=b", nullptr, 1, nullptr, nullptr); // BAD: database
    ldap_extended_operation_s(ld, LDAP_EXOP_WHO_AM_I, nullptr, nullptr, nullptr, &oid, &out); // BAD: database
    ldap_whoami_s(ld, &out, nullptr, nullptr);                          // BAD: database
    ldap_passwd_s(ld, val, nullptr, &nv, out, nullptr, nullptr);        // BAD: database
    (void)who; (void)id;
    co_return;
}

task results(LDAP *ld, LDAPMessage *res)
{
    BerElement *ber = nullptr;
    int rc;
    int n = ldap_count_entries(ld, res);                                // OK: does not wait
    LDAPMessage *e = ldap_first_entry(ld, res);                         // OK: does not wait
    e = ldap_next_entry(ld, e);                                         // OK: does not wait
    char *dn = ldap_get_dn(ld, e);                                      // OK: does not wait
    char *at = ldap_first_attribute(ld, e, &ber);                       // OK: does not wait
    struct berval **v = ldap_get_values_len(ld, e, at);                 // OK: does not wait
    int c = ldap_count_values_len(v);                                   // OK: does not wait
    ldap_value_free_len(v);                                             // OK: does not wait
    ldap_parse_result(ld, res, &rc, nullptr, nullptr, nullptr, nullptr, 0); // OK: does not wait
    ldap_memfree(dn);                                                   // OK: does not wait
    LDAPURLDesc *u = nullptr;
    ldap_url_parse("ldap://dir1/dc=x", &u);                             // OK: does not wait
    LDAPDN parsed = nullptr;
    ldap_str2dn("uid=a,dc=x", &parsed, LDAP_DN_FORMAT_LDAPV3);          // OK: does not wait
    (void)n; (void)c;
    co_return;
}
