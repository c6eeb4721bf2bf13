// Checks that a faulty model file is rejected with its name and the reason, on one line.
#pragma once

#include "Base/Error.h"
#include "Inference/ModelBuilder.h"

#include <catch2/catch.hpp>
#include <functional>
#include <string>

namespace solus {

inline void checkRefused(const ModelBuilder& b, const std::string& reason) {
    INFO(reason);
    try {
        b.build();
        FAIL("was accepted");
    } catch (const Error& e) {
        const std::string message = e.what();
        CHECK_THAT(message, Catch::StartsWith("test.safetensors: ") && Catch::Contains(reason));
        CHECK(message.find('\n') == std::string::npos);
    }
}

inline void checkRefused(const std::function<void(ModelBuilder&)>& change, const std::string& reason) {
    ModelBuilder b = smallModel();
    change(b);
    checkRefused(b, reason);
}

} // namespace solus
