// std::priority_queue with callbacks as a switch: `hold PENDING HOLDS` or `mmc SERVERS CUSTOMERS`; prints seconds and a checksum as JSON.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <queue>
#include <random>
#include <vector>

struct Event {
  double at;
  uint64_t order;
  int kind;
};
struct Later {
  bool operator()(const Event &a, const Event &b) const { return a.at > b.at || (a.at == b.at && a.order > b.order); }
};
using Calendar = std::priority_queue<Event, std::vector<Event>, Later>;

static std::mt19937_64 bits(1);
static double exponential() { return -std::log((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53); }

static double hold(long pending, long holds, double &seconds) {
  std::vector<double> delays(65536);
  for (double &delay : delays) delay = exponential();
  Calendar calendar;
  uint64_t order = 0;
  for (long index = 0; index < pending; index++) calendar.push({delays[index & 65535], order++, 1});
  const auto started = std::chrono::steady_clock::now();
  double now = 0;
  for (long index = 0; index < holds; index++) {
    now = calendar.top().at;
    calendar.pop();
    calendar.push({now + delays[(index * 7) & 65535], order++, 1});
  }
  seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return now;
}

static double mmc(long servers, long customers, double &seconds) {
  const auto started = std::chrono::steady_clock::now();
  Calendar calendar;
  uint64_t order = 0;
  long arrived = 0, served = 0, busy = 0, queued = 0;
  double now = 0;
  const double gap = 1 / (0.9 * servers);
  calendar.push({gap * exponential(), order++, 0});
  while (!calendar.empty()) {
    const Event event = calendar.top();
    calendar.pop();
    now = event.at;
    if (event.kind == 0) {
      if (++arrived < customers) calendar.push({now + gap * exponential(), order++, 0});
      if (busy < servers) {
        busy++;
        calendar.push({now + exponential(), order++, 1});
      } else queued++;
    } else {
      served++;
      if (queued > 0) {
        queued--;
        calendar.push({now + exponential(), order++, 1});
      } else busy--;
    }
  }
  seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return served + now;
}

int main(int count, char **words) {
  if (count != 4) return 2;
  double seconds = 0;
  const long first = std::atol(words[2]), second = std::atol(words[3]);
  const double checksum = std::strcmp(words[1], "hold") == 0 ? hold(first, second, seconds) : mmc(first, second, seconds);
  std::printf("{\"seconds\": %.9f, \"checksum\": %.6f}\n", seconds, checksum);
}
