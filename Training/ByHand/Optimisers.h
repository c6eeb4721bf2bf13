// Three ways to follow the gradient downhill. w: all parameters of a network, g: their gradients.
#pragma once

#include "Base/Error.h"
#include "ByHand/Matrix.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace solus::train {

/// Stochastic gradient descent:  w <- w - rate g
template <class Scalar>
struct Sgd {
    double rate = 0.1;

    void step(Vector<Scalar>& w, const Vector<Scalar>& g) { w -= static_cast<Scalar>(rate) * g; }
};

/// Momentum, a heavy ball (Polyak 1964):  v <- mu v + g,  w <- w - rate v
template <class Scalar>
struct Momentum {
    double rate = 0.01;
    double mu = 0.9;
    Vector<Scalar> v{};

    void step(Vector<Scalar>& w, const Vector<Scalar>& g) {
        if (v.size() == 0) v = Vector<Scalar>::Zero(w.size());
        v = static_cast<Scalar>(mu) * v + g;
        w -= static_cast<Scalar>(rate) * v;
    }
};

/// Adam (Kingma & Ba 2015), step t = 1, 2, ...: a running mean m of the gradient over the root of a running mean v of its
/// square, both corrected for having started at 0, so that each weight moves by about `rate`, whatever the size of its
/// gradient:
///   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2
///   w <- w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
template <class Scalar>
struct Adam {
    double rate = 1e-3;
    double b1 = 0.9, b2 = 0.999, epsilon = 1e-8;
    Vector<Scalar> m{}, v{};
    std::int64_t t = 0;

    void step(Vector<Scalar>& w, const Vector<Scalar>& g) {
        if (m.size() == 0) m = v = Vector<Scalar>::Zero(w.size());
        ++t;
        const double time = static_cast<double>(t);
        const auto first = static_cast<Scalar>(rate / (1.0 - std::pow(b1, time)));
        const auto second = static_cast<Scalar>(1.0 / std::sqrt(1.0 - std::pow(b2, time)));
        const auto keep1 = static_cast<Scalar>(b1), keep2 = static_cast<Scalar>(b2);
        m = keep1 * m + (1 - keep1) * g;
        v.array() = keep2 * v.array() + (1 - keep2) * g.array().square();
        w.array() -= first * m.array() / (v.array().sqrt() * second + static_cast<Scalar>(epsilon));
    }
};

/// One of the three, chosen by name. `memory` is the state that a checkpoint must store.
template <class Scalar>
class Optimiser {
public:
    /// "sgd", "momentum" or "adam". Throws Error.
    Optimiser(const std::string& name, double rate) : name_(name) {
        sgd_.rate = momentum_.rate = adam_.rate = rate;
        if (name != "sgd" && name != "momentum" && name != "adam")
            throw Error("--optimiser " + name + " is unknown: use sgd, momentum or adam");
    }

    void step(Vector<Scalar>& w, const Vector<Scalar>& g) {
        if (name_ == "sgd") sgd_.step(w, g);
        if (name_ == "momentum") momentum_.step(w, g);
        if (name_ == "adam") adam_.step(w, g);
    }

    std::vector<Vector<Scalar>*> memory() {
        if (name_ == "momentum") return {&momentum_.v};
        if (name_ == "adam") return {&adam_.m, &adam_.v};
        return {};
    }
    std::int64_t& time() { return adam_.t; }

private:
    std::string name_;
    Sgd<Scalar> sgd_;
    Momentum<Scalar> momentum_;
    Adam<Scalar> adam_;
};

} // namespace solus::train
