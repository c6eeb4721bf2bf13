// A value that moves to its target linearly in a fixed number of samples and ends exactly on it.
#pragma once

namespace solus {

class Ramp {
public:
    void prepare(int samples, float value) noexcept {
        samples_ = samples < 1 ? 1 : samples;
        jump(value);
    }
    void jump(float value) noexcept {
        value_ = target_ = value;
        left_ = 0;
    }
    void setTarget(float target) noexcept {
        if (target == target_) return;
        target_ = target;
        left_ = samples_;
        step_ = (target_ - value_) / static_cast<float>(samples_);
    }
    float target() const noexcept { return target_; }
    bool settled() const noexcept { return left_ == 0; }
    float next() noexcept {
        if (left_ > 0) value_ = --left_ == 0 ? target_ : value_ + step_;
        return value_;
    }

private:
    float value_ = 0.0f, target_ = 0.0f, step_ = 0.0f;
    int samples_ = 1, left_ = 0;
};

} // namespace solus
