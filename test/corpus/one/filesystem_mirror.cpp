// RUN: %check_marks %s -- %flags -I%S/Inputs
// Directory mirroring service built on std::filesystem and the older POSIX walkers.
#include <dirent.h>
#include <fts.h>
#include <ftw.h>
#include <glob.h>
#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "task.h"

namespace fs = std::filesystem;

namespace mirror {

struct report {
  std::uintmax_t bytes = 0;
  std::vector<fs::path> files;
};

static int on_entry(const char*, const struct stat*, int, struct FTW*) { return 0; }

std::vector<fs::path> list_tree(const fs::path& root) {
  std::vector<fs::path> out;
  for (const auto& e : fs::recursive_directory_iterator(root)) out.push_back(e.path());
  return out;
}

void copy_tree(const fs::path& from, const fs::path& to) {
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::update_existing);
}

rt::task<report> scan(fs::path root) {
  report r;
  r.files = list_tree(root); // BAD: file
  for (const auto& e : fs::recursive_directory_iterator(root)) { // BAD: file
    r.files.push_back(e.path().lexically_relative(root));         // OK: works on the text
    auto name = e.path().filename();                              // OK: works on the text
    auto ext = name.extension();                                  // OK: works on the text
  }
  co_return r;
}

rt::task<> sync_file(fs::path from, fs::path to) {
  fs::copy_file(from, to); // BAD: file
  fs::copy_file(from, to, fs::copy_options::overwrite_existing); // BAD: file
  std::error_code ec;
  fs::copy_file(from, to, ec); // BAD: file
  fs::copy(from, to); // BAD: file
  fs::path tmp = to;
  tmp += ".part";                                                 // OK: works on the text
  tmp.replace_extension(".new");                                  // OK: works on the text
  copy_tree(from, to); // BAD: file
  co_return;
}

rt::task<std::uintmax_t> purge(fs::path root) {
  auto n = fs::remove_all(root); // BAD: file
  std::error_code ec;
  n += fs::remove_all(root / "cache", ec); // BAD: file
  auto joined = root / "a" / "b";                                 // OK: works on the text
  co_return n + joined.string().size();
}

rt::task<int> posix_walkers(const char* root) {
  nftw(root, on_entry, 16, FTW_PHYS); // BAD: file
  dirent** list = nullptr;
  int n = scandir(root, &list, nullptr, alphasort); // BAD: file
  glob_t g{};
  glob("/srv/mirror/*.tar", 0, nullptr, &g); // BAD: file
  globfree(&g);                                                   // OK: frees memory
  char* argv[] = {const_cast<char*>(root), nullptr};
  FTS* f = fts_open(argv, FTS_PHYSICAL, nullptr); // BAD: file
  while (FTSENT* e = fts_read(f)) n += e->fts_level; // BAD: file
  fts_close(f);
  co_return n;
}

// Works on names alone; nothing below touches the disk.
rt::task<std::string> pick_name(std::set<std::string> names) {
  fs::path best;
  for (const auto& s : names) {
    fs::path p(s);
    if (p.is_relative() && p.has_extension()) best = p;           // OK: works on the text
    if (p.parent_path() == "incoming") best = p.stem();           // OK: works on the text
  }
  for (const auto& part : fs::path("a/b/c")) best /= part;        // OK: iterates the text
  co_return best.lexically_normal().generic_string();             // OK: works on the text
}

namespace remote {
// Object store client with filesystem-like names.
rt::task<> copy_file(std::string from, std::string to);
rt::task<int> remove_all(std::string prefix);
rt::task<std::vector<std::string>> scandir(std::string prefix);
}  // namespace remote

rt::task<> offload(std::string prefix) {
  co_await remote::copy_file(prefix + "/a", prefix + "/b");       // OK: awaited function of the user
  co_await remote::remove_all(prefix);                            // OK: awaited function of the user
  auto left = co_await remote::scandir(prefix);                   // OK: awaited function of the user
  for (auto& l : left) co_await remote::remove_all(l);            // OK: awaited function of the user
}

int cli_purge(const char* path) {
  for (auto& p : list_tree(path))                                 // OK: plain function, called by no coroutine
    fs::remove_all(p);                                            // OK: plain function, called by no coroutine
  return 0;
}

rt::task<report> scan_on_pool(rt::thread_pool& pool, fs::path root) {
  report r;
  r.files = co_await pool.run([root] { return list_tree(root); });  // OK: runs on a worker
  co_return r;
}

}  // namespace mirror
