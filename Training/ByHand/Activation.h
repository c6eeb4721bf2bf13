// Activations and their derivatives, computed from the activation's own output.
#pragma once

#include "Base/Error.h"
#include "ByHand/Matrix.h"

#include <string>

namespace solus::train {

enum class Activation { relu, sigmoid, tanh };

inline Activation activationFromText(const std::string& name) {
    if (name == "relu") return Activation::relu;
    if (name == "sigmoid") return Activation::sigmoid;
    if (name == "tanh") return Activation::tanh;
    throw Error("--activation " + name + " is unknown: use relu, sigmoid or tanh");
}

/// a = f(z), in place:
///   relu      max(z, 0)
///   sigmoid   1 / (1 + e^-z)
///   tanh      (e^z - e^-z) / (e^z + e^-z)
template <class Scalar>
void activate(Activation f, Columns<Scalar> z) {
    switch (f) {
    case Activation::relu:
        z = z.cwiseMax(Scalar(0));
        break;
    case Activation::sigmoid:
        z.array() = (Scalar(1) + (-z.array()).exp()).inverse();
        break;
    case Activation::tanh:
        z.array() = z.array().tanh();
        break;
    }
}

/// delta <- delta f'(z), where the derivative follows from a = f(z) itself, so that z need not be kept:
///   relu      f' = 1 where a > 0, else 0
///   sigmoid   f' = a (1 - a), which is never more than 1/4
///   tanh      f' = 1 - a^2
template <class Scalar>
void applyDerivative(Activation f, const ConstColumns<Scalar>& a, Columns<Scalar> delta) {
    switch (f) {
    case Activation::relu:
        delta.array() *= (a.array() > Scalar(0)).template cast<Scalar>();
        break;
    case Activation::sigmoid:
        delta.array() *= a.array() * (Scalar(1) - a.array());
        break;
    case Activation::tanh:
        delta.array() *= Scalar(1) - a.array().square();
        break;
    }
}

/// The mean of f'(z) over all units and examples: how much of a gradient passes through a layer.
template <class Scalar>
double meanDerivative(Activation f, const ConstColumns<Scalar>& a) {
    switch (f) {
    case Activation::relu:
        return (a.array() > Scalar(0)).template cast<double>().mean();
    case Activation::sigmoid:
        return static_cast<double>((a.array() * (Scalar(1) - a.array())).mean());
    default:
        return static_cast<double>((Scalar(1) - a.array().square()).mean());
    }
}

} // namespace solus::train
