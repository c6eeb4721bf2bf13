// The reader accepts what the writer writes, and rejects everything else with a reason.
#include "Inference/Safetensors.h"
#include "Base/Error.h"
#include "Inference/Half.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <functional>
#include <random>

using namespace solus;

namespace {

/// A file from its parts, right or wrong.
std::vector<std::byte> makeFile(const std::string& header, const std::vector<float>& data,
                                uint64_t announced = 0) {
    const uint64_t size = announced != 0 ? announced : header.size();
    std::vector<std::byte> bytes(8 + header.size() + 4 * data.size());
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<std::byte>(size >> (8 * i) & 255);
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    if (!data.empty()) std::memcpy(bytes.data() + 8 + header.size(), data.data(), 4 * data.size());
    return bytes;
}

void checkRefused(const std::vector<std::byte>& bytes, const std::string& reason) {
    INFO(reason);
    try {
        readSafetensors(bytes, "bad.safetensors");
        FAIL("was accepted");
    } catch (const Error& e) {
        const std::string message = e.what();
        CHECK_THAT(message, Catch::StartsWith("bad.safetensors: ") && Catch::Contains(reason));
        CHECK(message.find('\n') == std::string::npos);
    }
}

std::string entry(const std::string& name, const std::string& shape, const std::string& offsets,
                  const std::string& dtype = "\"F32\"") {
    return "\"" + name + "\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets +
           "}";
}

/// The nearest half by search over all of them, ties to the even pattern.
uint16_t nearestHalf(float value) {
    uint16_t best = 0;
    double bestError = 1e300;
    for (uint32_t h = 0; h < 0x7C00; ++h) {
        const double error = std::abs(std::abs(double{value}) - halfToFloat(static_cast<uint16_t>(h)));
        if (error < bestError || (error == bestError && h % 2 == 0))
            best = static_cast<uint16_t>(h), bestError = error;
    }
    return static_cast<uint16_t>(best | (std::signbit(value) ? 0x8000 : 0));
}

} // namespace

TEST_CASE("halves convert exactly, floats to the nearest half") {
    for (uint32_t h = 0; h < 65536; ++h) {
        const float value = halfToFloat(static_cast<uint16_t>(h));
        if (std::isnan(value))
            CHECK(std::isnan(halfToFloat(floatToHalf(value))));
        else if (floatToHalf(value) != h)
            FAIL("half " << h << " does not survive");
    }
    CHECK(halfToFloat(1) == 0x1p-24f);
    CHECK(halfToFloat(0x3C01) == 1.0f + 0x1p-10f);
    CHECK(halfToFloat(0xFBFF) == -65504.0f);
    CHECK(floatToHalf(65519.0f) == 0x7BFF);
    CHECK(floatToHalf(65520.0f) == 0x7C00);
    CHECK(floatToHalf(1e9f) == 0x7C00);
    CHECK(floatToHalf(0x1p-25f) == 0);             // a tie goes to even
    CHECK(floatToHalf(0x1.8p-24f) == 2);           // a tie goes to even
    CHECK(floatToHalf(1.0f + 0x1p-11f) == 0x3C00); // a tie goes to even
    CHECK(floatToHalf(1.0f + 0x1.8p-10f) == 0x3C02);
    std::mt19937 random(3);
    std::uniform_real_distribution<float> mantissa(-2.0f, 2.0f);
    std::uniform_int_distribution<int> exponent(-28, 14);
    for (int i = 0; i < 300; ++i) {
        const float value = std::ldexp(mantissa(random), exponent(random));
        INFO(value);
        CHECK(floatToHalf(value) == nearestHalf(value));
    }
}

TEST_CASE("what the writer writes, the reader reads") {
    SafetensorsFile file;
    file.metadata = {{"licence", "CC0-1.0"}, {"odd", "\"\n\xC3\xA4"}};
    file.tensors["a"] = {{2, 3}, {1.0f, -2.5f, 0.0f, 1e-30f, 3.25f, 0.1f}};
    file.tensors["b.weight"] = {{}, {7.0f}};
    file.tensors["empty"] = {{0, 4}, {}};
    const auto exact = readSafetensors(writeSafetensors(file, Storage::f32), "f");
    CHECK(exact.metadata == file.metadata);
    REQUIRE(exact.tensors.size() == 3);
    for (const auto& [name, tensor] : file.tensors) {
        CHECK(exact.tensors.at(name).shape == tensor.shape);
        CHECK(exact.tensors.at(name).values == tensor.values);
    }
    const auto rounded = readSafetensors(writeSafetensors(file, Storage::f16), "f");
    for (const auto& [name, tensor] : file.tensors)
        for (size_t i = 0; i < tensor.values.size(); ++i)
            CHECK(rounded.tensors.at(name).values[i] == halfToFloat(floatToHalf(tensor.values[i])));
}

TEST_CASE("the writer refuses what could not be read") {
    SafetensorsFile file;
    file.tensors["a"] = {{1}, {1e6f}};
    CHECK_NOTHROW(writeSafetensors(file, Storage::f32));
    CHECK_THROWS_AS(writeSafetensors(file, Storage::f16), Error);
    file.tensors["a"] = {{1}, {NAN}};
    CHECK_THROWS_AS(writeSafetensors(file, Storage::f32), Error);
    file.tensors["a"] = {{2}, {1.0f}};
    CHECK_THROWS_AS(writeSafetensors(file, Storage::f32), Error);
}

TEST_CASE("each fault of a file has its own words") {
    const std::string ok = entry("a", "[2]", "[0,8]");
    REQUIRE_NOTHROW(readSafetensors(makeFile("{" + ok + "}", {1, 2}), "f"));

    checkRefused({}, "shorter than 8 bytes");
    checkRefused(makeFile("{}", {}, 100'000'001), "more than 100 MB");
    checkRefused(makeFile("{}", {}, ~uint64_t{0}), "more than 100 MB");
    checkRefused(makeFile("{}", {}, 1000), "truncated");
    checkRefused(makeFile(" {}", {}), "does not begin with {");
    checkRefused(makeFile("{\"a\":", {}), "not valid JSON");
    checkRefused(makeFile("{\"a\xFF\":1}", {}), "not valid JSON");
    checkRefused(makeFile("{\"a\":1e999}", {}), "out of range");
    checkRefused(makeFile("{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}", {}),
                 "nested too deeply");
    checkRefused(makeFile("{\"a\":" + std::string(200'000, '['), {}), "nested too deeply");
    checkRefused(makeFile("{" + ok + "," + ok + "}", {1, 2}), "names \"a\" twice");
    checkRefused(makeFile("{\"a\":3}", {}), "not described by a JSON object");
    checkRefused(makeFile("{\"a\":{}}", {}), "no dtype");
    checkRefused(makeFile("{" + entry("a", "[1]", "[0,8]", "\"F64\"") + "}", {1, 2}), "only F32 and F16");
    checkRefused(makeFile("{" + entry("a", "[1]", "[0,4]", "\"BF16\"") + "}", {1}), "only F32 and F16");
    checkRefused(makeFile("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,0]}}", {}), "no shape");
    checkRefused(makeFile("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0],\"x\":1}}", {}),
                 "unknown key");
    checkRefused(makeFile("{" + entry("a", "[-2]", "[0,8]") + "}", {1, 2}), "whole numbers");
    checkRefused(makeFile("{" + entry("a", "[2.0]", "[0,8]") + "}", {1, 2}), "whole numbers");
    checkRefused(makeFile("{" + entry("a", "[4294967296]", "[0,8]") + "}", {1, 2}), "too large");
    checkRefused(makeFile("{" + entry("a", "[2000000000,2000000000,2000000000]", "[0,8]") + "}", {1, 2}),
                 "too large");
    checkRefused(makeFile("{" + entry("a", "[1,1,1,1,1,1,1,1,1]", "[0,4]") + "}", {1}),
                 "more than 8 dimensions");
    checkRefused(makeFile("{" + entry("a", "[2]", "[0]") + "}", {1, 2}), "data_offsets");
    checkRefused(makeFile("{" + entry("a", "[2]", "[-8,0]") + "}", {1, 2}), "data_offsets");
    checkRefused(makeFile("{" + entry("a", "[2]", "[8,0]") + "}", {1, 2}), "end before they begin");
    checkRefused(makeFile("{" + entry("a", "[2]", "[0,12]") + "}", {1, 2}), "beyond the end");
    checkRefused(makeFile("{" + entry("a", "[3]", "[0,8]") + "}", {1, 2}), "does not match");
    checkRefused(makeFile("{" + entry("a", "[2]", "[0,7]") + "}", {1, 2}), "does not match");
    checkRefused(makeFile("{" + ok + "," + entry("b", "[2]", "[4,12]") + "}", {1, 2, 3}), "overlaps");
    checkRefused(makeFile("{" + ok + "," + entry("b", "[2]", "[0,8]") + "}", {1, 2}), "overlaps");
    checkRefused(makeFile("{" + ok + "," + entry("b", "[1]", "[12,16]") + "}", {1, 2, 3, 4}), "gap");
    checkRefused(makeFile("{" + ok + "}", {1, 2, 3}), "after the last tensor");
    checkRefused(makeFile("{" + ok + "}", {1, NAN}), "not finite");
    checkRefused(makeFile("{" + ok + "}", {INFINITY, 2}), "not finite");
    checkRefused(makeFile("{\"__metadata__\":[]}", {}), "__metadata__ is not");
    checkRefused(makeFile("{\"__metadata__\":{\"a\":1}}", {}), "is not a string");
    checkRefused(makeFile("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", {}), "names \"a\" twice");
    checkRefused(makeFile("{\"line\\nbreak\":3}", {}), "line\\nbreak");
}
