// Every kernel variant against scalar double precision, for all sizes around the register and panel widths.
#include "Inference/Half.h"
#include "Inference/PackedMatrix.h"
#include "Measure/Larger.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

using namespace solus;

namespace {

std::vector<float> randomVector(size_t n, unsigned seed, float scale = 1.0f) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-scale, scale);
    std::vector<float> v(n);
    for (float& x : v) x = uniform(random);
    return v;
}

double logistic(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

struct KernelsGuard {
    ~KernelsGuard() { setKernelsForTesting(nullptr); }
};

void checkFunction(void (*function)(const float*, float*, int) noexcept, double (*reference)(double),
                   float low, float high) {
    std::vector<float> x, y;
    for (int i = 0; i <= 40001; ++i) x.push_back(low + (high - low) * static_cast<float>(i) / 40001.0f);
    for (float small = 1e-30f; small < 1.0f; small *= 1.7f) x.push_back(small), x.push_back(-small);
    y.resize(x.size());
    function(x.data(), y.data(), static_cast<int>(x.size()));
    double worst = 0.0;
    for (size_t i = 0; i < x.size(); ++i) {
        const double exact = reference(x[i]);
        const double error = exact == 0.0 ? std::abs(y[i]) : std::abs(y[i] - exact) / std::abs(exact);
        worst = larger(worst, error);
    }
    CHECK(worst < 1e-6);
}

/// The nearest value that a byte can represent.
float wholeSteps(float value, float step) {
    return step * std::clamp(std::round(value / step), -127.0f, 127.0f);
}

} // namespace

TEST_CASE("the baseline is always there, and the best variant is one of all") {
    const auto all = allKernels();
    REQUIRE(!all.empty());
    const std::string first = all.front()->name;
    CHECK((first == "baseline" || first == "neon"));
    CHECK(&bestKernels() == all.back());
    KernelsGuard guard;
    setKernelsForTesting(all.front());
    CHECK(&bestKernels() == all.front());
}

TEST_CASE("matMul and matVec are W x + b for every size, storage and variant") {
    KernelsGuard guard;
    for (const Kernels* kernels : allKernels())
        for (const Kernels* packedFor : allKernels())
            for (Packing packing : {Packing::floats, Packing::halves, Packing::bytes})
                for (auto [rows, cols] : std::vector<std::pair<int, int>>{{1, 1},
                                                                          {3, 5},
                                                                          {8, 8},
                                                                          {9, 1},
                                                                          {31, 33},
                                                                          {32, 7},
                                                                          {33, 64},
                                                                          {40, 3},
                                                                          {20, 30},
                                                                          {65, 100},
                                                                          {75, 111},
                                                                          {33, 257},
                                                                          {513, 257}}) {
                    INFO(kernels->name << " " << static_cast<int>(packing) << " " << rows << " x " << cols);
                    setKernelsForTesting(packedFor);
                    auto w = randomVector(static_cast<size_t>(rows) * cols, 3);
                    if (packing != Packing::bytes) w[0] = 3e-6f; // a subnormal half
                    for (size_t i = 0; i < w.size(); ++i)
                        if (packing == Packing::halves)
                            w[i] = halfToFloat(floatToHalf(w[i]));
                        else if (packing == Packing::bytes)
                            w[i] = wholeSteps(w[i], std::ldexp(1.0f, static_cast<int>(i / cols % 5) - 8));
                    const PackedMatrix packed(w, rows, cols);
                    const bool small = packing == Packing::bytes && w.size() < 8192;
                    CHECK(packed.view().packing == (!packedFor->widens ? Packing::floats
                                                    : small            ? Packing::halves
                                                                       : packing));
                    const auto x = randomVector(static_cast<size_t>(cols), 4), b = randomVector(rows, 5);
                    std::vector<float> with(rows + 1, 99.0f), without(rows), added = b;
                    kernels->matVec(packed.view(), x.data(), b.data(), with.data());
                    kernels->matVec(packed.view(), x.data(), nullptr, without.data());
                    kernels->matVec(packed.view(), x.data(), added.data(), added.data());
                    CHECK(with[rows] == 99.0f); // nothing is written beyond the end
                    double worst = 0.0;
                    for (int r = 0; r < rows; ++r) {
                        double sum = 0.0;
                        for (int c = 0; c < cols; ++c) sum += static_cast<double>(w[r * cols + c]) * x[c];
                        worst = std::max({worst, std::abs(without[r] - sum), std::abs(with[r] - sum - b[r])});
                        CHECK(added[r] == with[r]);
                    }
                    CHECK(worst < 2e-5);
                    for (auto [count, stride] : std::vector<std::pair<int, int>>{{0, cols},
                                                                                 {1, cols},
                                                                                 {2, cols},
                                                                                 {3, 1},
                                                                                 {5, cols},
                                                                                 {12, cols + 3},
                                                                                 {17, cols}}) {
                        const auto all = randomVector(static_cast<size_t>(stride) * count + cols, 9);
                        std::vector<float> y(static_cast<size_t>(rows) * count + 1, 99.0f), one(rows);
                        kernels->matMul(packed.view(), all.data(), stride, count, b.data(), y.data());
                        CHECK(y.back() == 99.0f);
                        double difference = 0.0;
                        for (int j = 0; j < count; ++j) {
                            kernels->matVec(packed.view(), all.data() + j * stride, b.data(), one.data());
                            for (int r = 0; r < rows; ++r)
                                difference = std::max(difference, std::abs(double{one[r]} - y[j * rows + r]));
                        }
                        CHECK(difference < 2e-5);
                    }
                }
}

TEST_CASE("bytes give to the bit what halves give, and one value off the grid makes halves of them") {
    KernelsGuard guard;
    const int rows = 75, cols = 111;
    auto w = randomVector(static_cast<size_t>(rows) * cols, 6);
    for (float& value : w) value = wholeSteps(value, 1.0f / 128.0f);
    std::fill_n(w.begin() + 3 * cols, cols, 0.0f); // a row of nothing is on every grid
    w[5] = 127.0f / 128.0f;
    auto off = w;
    off[10] += 1.0f / 512.0f; // in the first row
    const auto x = randomVector(cols, 7), b = randomVector(rows, 8);
    for (const Kernels* kernels : allKernels()) {
        INFO(kernels->name);
        setKernelsForTesting(kernels);
        const PackedMatrix bytes(w, rows, cols), halves(off, rows, cols);
        CHECK(bytes.view().packing == (kernels->widens ? Packing::bytes : Packing::floats));
        CHECK(halves.view().packing == (kernels->widens ? Packing::halves : Packing::floats));
        std::vector<float> y(rows), z(rows);
        kernels->matVec(bytes.view(), x.data(), b.data(), y.data());
        kernels->matVec(halves.view(), x.data(), b.data(), z.data());
        CHECK(y[0] != z[0]);
        for (int r = 1; r < rows; ++r) CHECK(y[r] == z[r]);
    }
}

TEST_CASE("results repeat to the bit, wherever the caller's arrays lie") {
    const int rows = 45, cols = 37;
    const PackedMatrix packed(randomVector(rows * cols, 1), rows, cols);
    const auto x = randomVector(cols, 2);
    for (const Kernels* kernels : allKernels()) {
        std::vector<float> expected(rows);
        kernels->matVec(packed.view(), x.data(), nullptr, expected.data());
        for (size_t offset = 0; offset < 9; ++offset) {
            std::vector<float> in(cols + offset), out(rows + offset);
            std::copy(x.begin(), x.end(), in.begin() + offset);
            kernels->matVec(packed.view(), in.data() + offset, nullptr, out.data() + offset);
            CHECK(std::equal(expected.begin(), expected.end(), out.begin() + offset));
            kernels->tanh(in.data() + offset, in.data() + offset, cols);
            std::vector<float> reference(cols);
            kernels->tanh(x.data(), reference.data(), cols);
            CHECK(std::equal(reference.begin(), reference.end(), in.begin() + offset));
        }
    }
}

TEST_CASE("exp, sigmoid and tanh have a relative error below 1e-6") {
    for (const Kernels* kernels : allKernels()) {
        INFO(kernels->name);
        checkFunction(
            kernels->exponential, [](double x) { return std::exp(x); }, -87.0f, 88.0f);
        checkFunction(kernels->sigmoid, logistic, -87.0f, 100.0f);
        checkFunction(
            kernels->tanh, [](double x) { return std::tanh(x); }, -50.0f, 50.0f);
    }
}

TEST_CASE("the functions are tame at the ends and keep NaN") {
    const float inf = std::numeric_limits<float>::infinity();
    const std::vector<float> x{-inf, -1e30f, 1e30f, inf, std::nanf(""), 0.0f};
    for (const Kernels* kernels : allKernels()) {
        INFO(kernels->name);
        std::vector<float> y(x.size());
        const int n = static_cast<int>(x.size());
        kernels->sigmoid(x.data(), y.data(), n);
        CHECK(y[0] < 1e-37f);
        CHECK(y[3] == 1.0f);
        CHECK(std::isnan(y[4]));
        CHECK(y[5] == 0.5f);
        kernels->tanh(x.data(), y.data(), n);
        CHECK(y[0] == -1.0f);
        CHECK(y[1] == -1.0f);
        CHECK(y[2] == 1.0f);
        CHECK(y[3] == 1.0f);
        CHECK(std::isnan(y[4]));
        CHECK(y[5] == 0.0f);
        kernels->exponential(x.data(), y.data(), n);
        CHECK(y[0] < 1e-37f);
        CHECK(std::isfinite(y[3]));
        CHECK(std::isnan(y[4]));
    }
}

TEST_CASE("GRU and LSTM steps follow their equations") {
    for (const Kernels* kernels : allKernels())
        for (int n : {1, 4, 7, 8, 13, 32}) {
            INFO(kernels->name << " " << n);
            const auto i = randomVector(4 * n, 1, 4.0f), h = randomVector(4 * n, 2, 4.0f),
                       old = randomVector(n, 3);
            auto state = old;
            kernels->gru(i.data(), h.data(), state.data(), n);
            auto cell = old, out = std::vector<float>(n);
            kernels->lstm(i.data(), cell.data(), out.data(), n);
            for (int k = 0; k < n; ++k) {
                const double r = logistic(double{i[k]} + h[k]), z = logistic(double{i[n + k]} + h[n + k]);
                const double candidate = std::tanh(i[2 * n + k] + r * h[2 * n + k]);
                CHECK(state[k] == Approx((1 - z) * candidate + z * old[k]).margin(1e-6));
                const double c = logistic(i[n + k]) * old[k] + logistic(i[k]) * std::tanh(i[2 * n + k]);
                CHECK(cell[k] == Approx(c).margin(1e-6));
                CHECK(out[k] == Approx(logistic(i[3 * n + k]) * std::tanh(c)).margin(1e-6));
            }
        }
}
