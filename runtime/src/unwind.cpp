#include "unwind.hpp"
#include <cstring>
#include <sys/uio.h>
#include <unistd.h>

// Of libgcc: finds the frame description entry of a program counter.
extern "C" {
struct dwarf_eh_bases {
  void *tbase;
  void *dbase;
  void *func;
};
const void *_Unwind_Find_FDE(void *pc, dwarf_eh_bases *bases);
}

namespace nostall::detail {

bool read_memory(std::uint64_t at, void *to, std::size_t size) noexcept {
  iovec local{to, size};
  iovec remote{reinterpret_cast<void *>(at), size};
  return ::process_vm_readv(::getpid(), &local, 1, &remote, 1, 0) ==
         ssize_t(size);
}

#if defined(__x86_64__)

namespace {

struct cursor {
  const std::uint8_t *at;
  const std::uint8_t *end;

  bool more() const { return at < end; }
  template <class T> T fixed() {
    T v{};
    if (std::size_t(end - at) >= sizeof v)
      std::memcpy(&v, at, sizeof v);
    at += sizeof v;
    return v;
  }
  std::uint64_t uleb() {
    std::uint64_t v = 0;
    for (unsigned shift = 0; more(); shift += 7) {
      std::uint8_t b = *at++;
      if (shift < 64)
        v |= std::uint64_t(b & 0x7f) << shift;
      if (!(b & 0x80))
        break;
    }
    return v;
  }
  std::int64_t sleb() {
    std::uint64_t v = 0;
    unsigned shift = 0;
    std::uint8_t b = 0;
    while (more()) {
      b = *at++;
      if (shift < 64)
        v |= std::uint64_t(b & 0x7f) << shift;
      shift += 7;
      if (!(b & 0x80))
        break;
    }
    if (shift < 64 && (b & 0x40))
      v |= ~std::uint64_t{0} << shift;
    return std::int64_t(v);
  }
  // A pointer in one of the encodings of .eh_frame; only its size matters to
  // us, or an absolute or pc-relative value.
  std::uint64_t encoded(std::uint8_t how) {
    auto base = reinterpret_cast<std::uint64_t>(at);
    std::uint64_t v = 0;
    switch (how & 0x0f) {
    case 0x00:
    case 0x04:
    case 0x0c:
      v = fixed<std::uint64_t>();
      break;
    case 0x01:
      v = uleb();
      break;
    case 0x02:
      v = fixed<std::uint16_t>();
      break;
    case 0x03:
      v = fixed<std::uint32_t>();
      break;
    case 0x09:
      v = std::uint64_t(sleb());
      break;
    case 0x0a:
      v = std::uint64_t(std::int64_t(fixed<std::int16_t>()));
      break;
    case 0x0b:
      v = std::uint64_t(std::int64_t(fixed<std::int32_t>()));
      break;
    }
    if ((how & 0x70) == 0x10 && v)
      v += base;
    return v;
  }
};

struct rule {
  enum {
    same,
    undefined,
    at_offset,
    value_offset,
    in_register,
    unknown
  } how = same;
  std::int64_t n = 0;
};
struct row {
  int cfa_register = -1; // -1: by an expression, which we do not evaluate
  std::int64_t cfa_offset = 0;
  rule r[registers::count];
};

// Runs call frame instructions until the row for `pc` is complete.
bool run(cursor in, std::uint64_t location, std::uint64_t pc,
         std::uint64_t code_align, std::int64_t data_align,
         std::uint8_t encoding, row &now, const row &initial) {
  std::vector<row> saved;
  auto set = [&](std::uint64_t reg, rule what) {
    if (reg < registers::count)
      now.r[reg] = what;
  };
  while (in.more()) {
    std::uint8_t op = *in.at++;
    std::uint64_t low = op & 0x3f;
    switch (op & 0xc0) {
    case 0x40: // advance
      location += low * code_align;
      if (location > pc)
        return true;
      continue;
    case 0x80: // offset
      set(low, {rule::at_offset, std::int64_t(in.uleb()) * data_align});
      continue;
    case 0xc0: // restore
      if (low < registers::count)
        now.r[low] = initial.r[low];
      continue;
    }
    switch (op) {
    case 0x00: // nop
      break;
    case 0x01: // set_loc
      location = in.encoded(encoding);
      if (location > pc)
        return true;
      break;
    case 0x02:
    case 0x03:
    case 0x04: { // advance 1, 2, 4
      std::uint64_t by = op == 2   ? in.fixed<std::uint8_t>()
                         : op == 3 ? in.fixed<std::uint16_t>()
                                   : in.fixed<std::uint32_t>();
      location += by * code_align;
      if (location > pc)
        return true;
      break;
    }
    case 0x05: { // offset_extended
      auto reg = in.uleb();
      set(reg, {rule::at_offset, std::int64_t(in.uleb()) * data_align});
      break;
    }
    case 0x06: { // restore_extended
      auto reg = in.uleb();
      if (reg < registers::count)
        now.r[reg] = initial.r[reg];
      break;
    }
    case 0x07: // undefined
      set(in.uleb(), {rule::undefined, 0});
      break;
    case 0x08: // same_value
      set(in.uleb(), {rule::same, 0});
      break;
    case 0x09: { // register
      auto reg = in.uleb();
      set(reg, {rule::in_register, std::int64_t(in.uleb())});
      break;
    }
    case 0x0a: // remember_state
      saved.push_back(now);
      break;
    case 0x0b: // restore_state
      if (saved.empty())
        return false;
      now = saved.back();
      saved.pop_back();
      break;
    case 0x0c: // def_cfa
      now.cfa_register = int(in.uleb());
      now.cfa_offset = std::int64_t(in.uleb());
      break;
    case 0x0d: // def_cfa_register
      now.cfa_register = int(in.uleb());
      break;
    case 0x0e: // def_cfa_offset
      now.cfa_offset = std::int64_t(in.uleb());
      break;
    case 0x0f: // def_cfa_expression
      now.cfa_register = -1;
      in.at += in.uleb();
      break;
    case 0x10:
    case 0x16: { // expression, val_expression
      auto reg = in.uleb();
      in.at += in.uleb();
      set(reg, {rule::unknown, 0});
      break;
    }
    case 0x11: { // offset_extended_sf
      auto reg = in.uleb();
      set(reg, {rule::at_offset, in.sleb() * data_align});
      break;
    }
    case 0x12: // def_cfa_sf
      now.cfa_register = int(in.uleb());
      now.cfa_offset = in.sleb() * data_align;
      break;
    case 0x13: // def_cfa_offset_sf
      now.cfa_offset = in.sleb() * data_align;
      break;
    case 0x14: { // val_offset
      auto reg = in.uleb();
      set(reg, {rule::value_offset, std::int64_t(in.uleb()) * data_align});
      break;
    }
    case 0x2e: // GNU_args_size
      in.uleb();
      break;
    default:
      return false;
    }
  }
  return true;
}

bool find_row(std::uint64_t pc, row &out) {
  dwarf_eh_bases bases{};
  auto *fde = static_cast<const std::uint8_t *>(
      _Unwind_Find_FDE(reinterpret_cast<void *>(pc), &bases));
  if (!fde)
    return false;
  std::uint32_t size, back;
  std::memcpy(&size, fde, 4);
  std::memcpy(&back, fde + 4, 4);
  if (size == 0xffffffff)
    return false; // 64-bit DWARF: nobody makes it
  const std::uint8_t *cie = fde + 4 - back;
  std::uint32_t cie_size;
  std::memcpy(&cie_size, cie, 4);

  cursor c{cie + 8, cie + 4 + cie_size};
  std::uint8_t version = c.fixed<std::uint8_t>();
  auto *augmentation = reinterpret_cast<const char *>(c.at);
  c.at += std::strlen(augmentation) + 1;
  if (version >= 4)
    c.at += 2;
  std::uint64_t code_align = c.uleb();
  std::int64_t data_align = c.sleb();
  if (version == 1)
    ++c.at;
  else
    c.uleb();
  std::uint8_t encoding = 0;
  const bool sized = augmentation[0] == 'z';
  if (sized) {
    std::uint64_t length = c.uleb();
    cursor a{c.at, c.at + length};
    for (const char *p = augmentation + 1; *p; ++p) {
      if (*p == 'R')
        encoding = a.fixed<std::uint8_t>();
      else if (*p == 'P')
        a.encoded(a.fixed<std::uint8_t>());
      else if (*p == 'L')
        ++a.at;
    }
    c.at += length;
  }

  cursor f{fde + 8, fde + 4 + size};
  f.encoded(encoding);        // where the function begins: bases.func
  f.encoded(encoding & 0x0f); // its length
  if (sized) {
    std::uint64_t length = f.uleb();
    f.at += length;
  }
  auto begin = reinterpret_cast<std::uint64_t>(bases.func);
  row initial;
  if (!run(c, 0, ~std::uint64_t{0}, code_align, data_align, encoding, initial,
           initial))
    return false;
  out = initial;
  return run(f, begin, pc, code_align, data_align, encoding, out, initial);
}

bool is_code(std::uint64_t pc) {
  dwarf_eh_bases bases{};
  return _Unwind_Find_FDE(reinterpret_cast<void *>(pc - 1), &bases) != nullptr;
}

// Whether a call instruction ends just before `pc`.
bool follows_call(std::uint64_t pc) {
  std::uint8_t b[8];
  if (!is_code(pc) || !read_memory(pc - 8, b, sizeof b))
    return false;
  if (b[3] == 0xe8)
    return true;
  for (int at : {1, 2, 4, 5, 6}) // call through a register or memory
    if (b[at] == 0xff && (b[at + 1] & 0x38) == 0x10)
      return true;
  return false;
}

bool step_out_of_stub(registers &now, const memory_reader &read) {
  for (std::uint64_t slot : {0, 8}) {
    const std::uint64_t at = now.value[registers::rsp] + slot;
    std::uint64_t back;
    if (!read(at, &back, sizeof back))
      return false;
    if (is_code(back)) {
      now.set(registers::rsp, at + 8);
      now.set(registers::rip, back);
      return true;
    }
  }
  return false;
}

} // namespace

// Appends the walk from `now`; true if it got to the end of the stack.
// `guesses`: how many frames may still be tried in all.
static bool walk(registers now, const memory_reader &read, std::size_t most,
                 int &guesses, std::vector<std::uint64_t> &out) {
  const std::size_t first = out.size();
  out.push_back(now.value[registers::rip]);
  while (out.size() < most) {
    row here;
    // A return address may lie past the end of its function.
    std::uint64_t pc = now.value[registers::rip] - (out.size() > 1);
    if (!find_row(pc, here) || here.cfa_register < 0 ||
        here.cfa_register >= registers::count) {
      // A stub of the linker's: it has pushed nothing, or one word.
      if (out.size() > 1 || !step_out_of_stub(now, read))
        return false;
      out.push_back(now.value[registers::rip]);
      continue;
    }
    if (here.r[registers::rip].how == rule::undefined)
      return true; // where the thread began
    if (!now.known[here.cfa_register]) {
      // The function keeps its frame in rbp, and nobody saved rbp for us. Its
      // frame is the first one above from which one gets to the stack's end.
      if (here.cfa_register != registers::rbp)
        return false;
      const std::size_t before = out.size();
      for (std::uint64_t slot = now.value[registers::rsp], left = 2048;
           left-- && guesses > 0; slot += 8) {
        std::uint64_t pair[2];
        if (!read(slot, pair, sizeof pair))
          break;
        if (!follows_call(pair[1]))
          continue;
        --guesses;
        registers next;
        next.set(registers::rsp, slot + 16);
        next.set(registers::rip, pair[1]);
        next.set(registers::rbp, pair[0]);
        if (walk(next, read, most, guesses, out))
          return true;
        out.resize(before);
      }
      return false;
    }
    const std::uint64_t cfa =
        now.value[here.cfa_register] + std::uint64_t(here.cfa_offset);
    if (cfa <= now.value[registers::rsp])
      return false;

    registers next;
    next.set(registers::rsp, cfa);
    for (int r = 0; r < registers::count; ++r) {
      std::uint64_t v;
      switch (here.r[r].how) {
      case rule::same:
        if (r != registers::rsp && r != registers::rip && now.known[r])
          next.set(r, now.value[r]);
        break;
      case rule::at_offset:
        if (read(cfa + std::uint64_t(here.r[r].n), &v, sizeof v))
          next.set(r, v);
        break;
      case rule::value_offset:
        next.set(r, cfa + std::uint64_t(here.r[r].n));
        break;
      case rule::in_register:
        if (here.r[r].n < registers::count && now.known[here.r[r].n])
          next.set(r, now.value[here.r[r].n]);
        break;
      case rule::undefined:
      case rule::unknown:
        break;
      }
    }
    if (!next.known[registers::rip] || !next.value[registers::rip])
      return false;
    now = next;
    out.push_back(now.value[registers::rip]);
  }
  return out.size() > first;
}

std::vector<std::uint64_t> unwind(registers from, const memory_reader &read,
                                  std::size_t most) {
  std::vector<std::uint64_t> out;
  int guesses = 200;
  if (from.known[registers::rip] && from.known[registers::rsp])
    walk(from, read, most, guesses, out);
  return out;
}

#else

std::vector<std::uint64_t> unwind(registers, const memory_reader &,
                                  std::size_t) {
  return {};
}

#endif

} // namespace nostall::detail
