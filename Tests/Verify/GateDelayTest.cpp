// Look-ahead: the delay is exact, and a decision applies from the start of the speech that it is based on.
#include "Verify/GateDelay.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace solus;

namespace {

constexpr int hop = 480; // 10 ms
constexpr double rate = 48000.0;

/// One letter per hop: . nobody, ? undecided, E enrolled, o other. Returns one letter per output hop, aligned with
/// the input: '#' for open, '-' for at the floor, '/' for in between.
std::string gated(const std::string& heard, double lookAheadMs, GateSettings settings = {}) {
    settings.holdMs = 0.0f, settings.releaseMs = 10.0f;
    GateDelay gate(1, hop, rate, lookAheadMs);
    const int hops = gate.latency() / hop;
    std::string result;
    const std::string more(static_cast<size_t>(hops), '.');
    for (char c : heard + more) {
        gate.setTalker(c == 'E'   ? Talker::enrolled
                       : c == 'o' ? Talker::other
                       : c == '?' ? Talker::undecided
                                  : Talker::nobody);
        const float gain = gate.gain(settings);
        result += gain > 0.999f ? '#' : gain < 0.032f ? '-' : '/';
        gate.advance();
    }
    return result.substr(static_cast<size_t>(hops));
}

std::string times(int n, char c) {
    return std::string(static_cast<size_t>(n), c);
}

} // namespace

TEST_CASE("sound leaves exactly the look-ahead later, for every channel") {
    for (const double ms : {0.0, 5.0, 10.0, 333.0, 1000.0}) {
        GateDelay gate(2, hop, rate, ms);
        CHECK(gate.latency() >= ms * 48.0);
        CHECK(gate.latency() < ms * 48.0 + hop);
        std::vector<float> in(200 * hop), out;
        for (size_t n = 0; n < in.size(); ++n) in[n] = static_cast<float>(n + 1);
        for (size_t n = 0; n < in.size(); n += hop) {
            for (const float sign : {1.0f, -1.0f}) {
                std::vector<float> block(in.begin() + n, in.begin() + n + hop);
                for (float& x : block) x *= sign;
                gate.delay(sign > 0 ? 0 : 1, block.data());
                if (sign < 0) out.insert(out.end(), block.begin(), block.end());
            }
            gate.advance();
        }
        const auto delay = static_cast<size_t>(gate.latency());
        for (size_t n = 0; n < in.size(); ++n) REQUIRE(out[n] == (n < delay ? 0.0f : -in[n - delay]));
    }
}

TEST_CASE("without look-ahead somebody else's first words pass, with it they do not") {
    const std::string heard = times(60, '.') + times(50, '?') + times(60, 'o') + times(20, '.');
    const std::string live = gated(heard, 0.0), ahead = gated(heard, 1000.0);
    CHECK(live.substr(62, 48) == times(48, '#'));
    CHECK(live.substr(114, 50) == times(50, '-'));
    CHECK(std::count(ahead.begin(), ahead.end(), '#') == 0);
}

TEST_CASE("with look-ahead the enrolled talker's first syllable passes even where undecided means closed") {
    GateSettings closed;
    closed.undecided = Undecided::closed;
    const std::string heard = times(60, '.') + times(50, '?') + times(60, 'E') + times(60, '.');
    CHECK(gated(heard, 0.0, closed).substr(64, 46) == times(46, '-'));
    const std::string ahead = gated(heard, 1000.0, closed);
    CHECK(ahead.substr(60, 110) == times(110, '#'));
    CHECK(ahead.substr(20, 30) == times(30, '-'));
}

TEST_CASE("a decision does not reach back over a long pause to another's speech") {
    const std::string heard =
        times(40, '?') + times(45, '.') + times(30, '?') + times(50, 'o') + times(100, '.');
    const std::string ahead = gated(heard, 2000.0);
    CHECK(ahead.substr(2, 38) == times(38, '#')); // never decided: open, as set by the user
    CHECK(ahead.substr(90, 70) == times(70, '-'));
}

TEST_CASE("a change without a pause is moved back to about where it happened") {
    const std::string heard = times(200, 'E') + times(100, 'o') + times(60, '.');
    const std::string ahead = gated(heard, 1000.0);
    const int change = 200 - static_cast<int>(GateDelay::changeMs / 10.0);
    CHECK(ahead.substr(1, static_cast<size_t>(change) - 10) == times(change - 10, '#'));
    CHECK(ahead.substr(static_cast<size_t>(change) + 2, 140) == times(140, '-'));
}
