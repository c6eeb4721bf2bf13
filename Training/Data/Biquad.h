// Second-order filter sections for equalisers and noise shaping (R. Bristow-Johnson, "Audio EQ Cookbook").
#pragma once

#include "Base/EngineRate.h"

#include <cmath>
#include <numbers>
#include <span>

namespace solus::train {

/// y_n = b0 x_n + b1 x_{n-1} + b2 x_{n-2} - a1 y_{n-1} - a2 y_{n-2}, at 48 kHz.
struct Biquad {
    double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;

    void apply(std::span<float> samples) const {
        double s1 = 0.0, s2 = 0.0; // transposed direct form II
        for (float& sample : samples) {
            const double x = sample, y = b0 * x + s1;
            s1 = b1 * x - a1 * y + s2;
            s2 = b2 * x - a2 * y;
            sample = static_cast<float>(y);
        }
    }

    static Biquad lowPass(double hz, double q) {
        const auto [c, alpha] = angle(hz, q);
        return normalised((1 - c) / 2, 1 - c, (1 - c) / 2, 1 + alpha, -2 * c, 1 - alpha);
    }
    static Biquad highPass(double hz, double q) {
        const auto [c, alpha] = angle(hz, q);
        return normalised((1 + c) / 2, -(1 + c), (1 + c) / 2, 1 + alpha, -2 * c, 1 - alpha);
    }
    static Biquad bandPass(double hz, double q) {
        const auto [c, alpha] = angle(hz, q);
        return normalised(alpha, 0, -alpha, 1 + alpha, -2 * c, 1 - alpha);
    }
    static Biquad peak(double hz, double q, double db) {
        const auto [c, alpha] = angle(hz, q);
        const double a = std::pow(10.0, db / 40.0);
        return normalised(1 + alpha * a, -2 * c, 1 - alpha * a, 1 + alpha / a, -2 * c, 1 - alpha / a);
    }
    static Biquad lowShelf(double hz, double db) { return shelf(hz, db, 1.0); }
    static Biquad highShelf(double hz, double db) { return shelf(hz, db, -1.0); }

private:
    struct Angle {
        double cosine, alpha;
    };
    static Angle angle(double hz, double q) {
        const double w = 2.0 * std::numbers::pi * hz / engineHz;
        return {std::cos(w), std::sin(w) / (2.0 * q)};
    }
    static Biquad normalised(double b0, double b1, double b2, double a0, double a1, double a2) {
        return {b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0};
    }
    static Biquad shelf(double hz, double db, double sign) {
        const auto [c, alpha] = angle(hz, std::numbers::sqrt2 / 2.0);
        const double a = std::pow(10.0, db / 40.0), r = 2.0 * std::sqrt(a) * alpha, s = sign * c;
        return normalised(a * ((a + 1) - (a - 1) * s + r), sign * 2 * a * ((a - 1) - (a + 1) * s),
                          a * ((a + 1) - (a - 1) * s - r), (a + 1) + (a - 1) * s + r,
                          sign * -2 * ((a - 1) + (a + 1) * s), (a + 1) + (a - 1) * s - r);
    }
};

} // namespace solus::train
