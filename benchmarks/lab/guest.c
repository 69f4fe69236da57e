/* A guest that does nothing but write memory at a known rate: what a live migration is measured with.
 *
 * A multiboot kernel in 32-bit mode without paging. It fills its memory with noise, or leaves a share of the 2-MiB chunks
 * zero, and then writes 64 bytes of `rate` pages a second of a working set of `ws` pages. That is the lowest memory
 * there is: QEMU leaves the last of the memory unsent when it first reads the dirty log, and a guest that writes just that
 * would be done a few percent sooner. Its command line:
 *   ram=<MiB> zero=<percent of chunks> ws=<pages> rate=<pages/s> pattern=<random|sequential|hotcold|idle> regain=<ms>
 *   swing=<percent> half=<ms>: for `half` ms the rate is `swing` percent above `rate`, then as long so much below.
 * It sleeps between ticks of 1 ms, so that two guests fit on a small machine; how much it writes at a tick comes from the
 * time stamp counter. Time lost (to a throttle, or to a busy host) is made up for up to `regain` ms and no further. */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

enum { PAGE = 4096, CHUNK = 512, FIRST_PAGE = 0x120, MOST_CHUNKS = 2048, WORDS_PER_WRITE = 16, READY = 0x600DF00D };

/* Read by the lab at 0x100010: behind the 16 bytes of multiboot header. */
struct {
  u32 magic, flags, checksum, unused;
  volatile u32 ready, nonzero_pages, writes, tsc_khz;
} status __attribute__((section(".header"))) = {0x1BADB002, 0, -0x1BADB002, 0, 0, 0, 0, 0};

static u8 stack[8192] __attribute__((aligned(16), used));
static u16 filled[MOST_CHUNKS]; /* numbers of the chunks that are not zero */
static u32 seed = 2463534242u;

asm(".globl start\n"
    "start: mov $stack + 8192, %esp\n  push %ebx\n  call run\n"
    "on_tick: push %eax\n  mov $0x20, %al\n  out %al, $0x20\n  pop %eax\n  iret\n");
void on_tick(void);

static void outb(u16 port, u8 value) { asm volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }
static u64 tsc(void) { u64 now; asm volatile("rdtsc" : "=A"(now)); return now; }

/* Marsaglia's xorshift32 (Journal of Statistical Software 8/14, 2003). */
static u32 noise(void) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed;
}

static u32 below(u32 limit) { return (u64)noise() * limit >> 32; }

/* What stands behind `key` on the command line. */
static const char *option(const char *line, const char *key) {
  for (; *line; line++) {
    const char *at = line, *wanted = key;
    while (*wanted && *at == *wanted) at++, wanted++;
    if (!*wanted) return at;
  }
  return line;
}

static u32 number(const char *line, const char *key) {
  u32 value = 0;
  for (const char *digit = option(line, key); *digit >= '0' && *digit <= '9'; digit++) value = value * 10 + *digit - '0';
  return value;
}

/* Chunks that are not zero lie evenly among the others; the first, in which this program lies, is one of them. */
static void fill(u32 ram_mib, u32 zero) {
  u32 chunks = ram_mib / 2, count = 0;
  for (u32 chunk = 0; chunk < chunks && chunk < MOST_CHUNKS; chunk++)
    if (!chunk || chunk * (100 - zero) / 100 != (chunk - 1) * (100 - zero) / 100) filled[count++] = chunk;
  for (u32 i = 0; i < count; i++)
    for (u32 page = filled[i] * CHUNK < FIRST_PAGE ? FIRST_PAGE : filled[i] * CHUNK; page < (filled[i] + 1) * CHUNK; page++)
      for (u32 *word = (u32 *)(page * PAGE), left = PAGE / 4; left; left--) *word++ = noise();
  status.nonzero_pages = count * CHUNK - FIRST_PAGE;
}

/* Write 64 bytes of the n-th page that is not zero. */
static void touch(u32 n) {
  n += FIRST_PAGE;
  volatile u32 *word = (u32 *)((filled[n / CHUNK] * CHUNK + n % CHUNK) * PAGE) + below(PAGE / 4 / WORDS_PER_WRITE) * WORDS_PER_WRITE;
  for (u32 left = WORDS_PER_WRITE; left; left--) *word++ = noise();
  status.writes++;
}

/* ACPI's timer at the PIIX4's port, 3.579545 MHz, 24 bits, with the TSC of the same moment: the closest of some tries. */
static u32 acpi_timer(u64 *at) {
  u32 best = 0, shortest = ~0u;
  *at = 0;
  for (int i = 0; i < 32; i++) {
    u32 timer;
    u64 before = tsc();
    asm volatile("inl %1, %0" : "=a"(timer) : "Nd"((u16)0x608));
    u32 taken = tsc() - before;
    if (taken < shortest) shortest = taken, best = timer, *at = before + taken / 2;
  }
  return best;
}

/* TSC ticks a millisecond, over 100 ms; the x86 division spares the 64-bit one of a library that is not there. */
static u32 tsc_khz(void) {
  u64 start, end = 0;
  u32 from = acpi_timer(&start), passed;
  do passed = (acpi_timer(&end) - from) & 0xffffff; while (passed < 357954);
  u64 scaled = (u64)(u32)(end - start) * 715909; /* 3579545 / 1000 = 715909 / 200 */
  u32 khz, rest;
  asm("divl %4" : "=a"(khz), "=d"(rest) : "a"((u32)scaled), "d"((u32)(scaled >> 32)), "r"(passed * 200));
  return khz;
}

/* The timer's interrupt, and no other, 1000 times a second. */
static void start_ticking(void) {
  static u64 segments[] = {0, 0x00CF9A000000FFFF, 0x00CF92000000FFFF}, gates[33];
  static struct { u16 size; u64 *at; } __attribute__((packed)) gdt = {sizeof segments - 1, segments}, idt = {sizeof gates - 1, gates};
  u32 handler = (u32)on_tick;
  gates[32] = (u64)(handler & 0xffff0000 | 0x8E00) << 32 | 8 << 16 | handler & 0xffff;
  asm volatile("lgdt %0\n  ljmp $8, $1f\n1: mov $16, %%eax\n  mov %%eax, %%ds\n  mov %%eax, %%es\n  mov %%eax, %%ss\n  lidt %1"
               : : "m"(gdt), "m"(idt) : "eax");
  static const u8 setup[][2] = {{0x20, 0x11}, {0xA0, 0x11}, {0x21, 32}, {0xA1, 40}, {0x21, 4}, {0xA1, 2}, {0x21, 1}, {0xA1, 1},
                                {0x21, 0xFE}, {0xA1, 0xFF}, {0x43, 0x34}, {0x40, 1193 & 0xff}, {0x40, 1193 >> 8}};
  for (u32 i = 0; i < sizeof setup / 2; i++) outb(setup[i][0], setup[i][1]);
}

__attribute__((used)) static void run(const u32 *boot) {
  const char *line = (const char *)boot[4];
  u32 ws = number(line, " ws="), rate = number(line, " rate="), pattern = *option(line, " pattern="), next = 0;
  u32 hot = ws / 10, regain = number(line, " regain="), swing = number(line, " swing="), half = number(line, " half=");
  u32 now_rate = rate + rate * swing / 100;
  u64 credit = 0, last, turned;
  fill(number(line, " ram="), number(line, " zero="));
  u32 khz = status.tsc_khz = tsc_khz();
  start_ticking();
  status.ready = READY;
  if (pattern == 'i' || !ws || !rate)
    for (;;) asm volatile("cli; hlt");
  for (last = turned = tsc();;) {
    asm volatile("sti; hlt" : : : "memory");
    u64 now = tsc(), passed = now - last, most = (u64)khz * (regain + 1);
    last = now;
    if (swing && now - turned >= (u64)khz * half) turned = now, now_rate = 2 * rate - now_rate;
    credit += (passed < most ? passed : most) * now_rate;
    for (u64 price = (u64)khz * 1000; credit >= price; credit -= price) {
      if (pattern == 's') touch(next = next + 1 < ws ? next + 1 : 0);
      else if (pattern == 'h') touch(below(10) ? below(hot) : hot + below(ws - hot));
      else touch(below(ws));
    }
  }
}
