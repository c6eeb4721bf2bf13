// Lays images out and hands them to libpng.
#include "Lab/Picture.h"

#include "Base/Error.h"
#include "Base/WholeFile.h"

#include <png.h>
#include <string>
#include <vector>

namespace solus::train {

namespace {

constexpr int pixelGap = 2;

/// uint8 [n, h, w, 3]
torch::Tensor toBytes(const torch::Tensor& images) {
    auto bytes = images.detach().to(torch::kCPU);
    if (bytes.scalar_type() != torch::kUInt8)
        bytes = (bytes.clamp(0.0, 1.0) * 255.0).round().to(torch::kUInt8);
    if (bytes.size(1) == 1) bytes = bytes.expand({-1, 3, -1, -1});
    return bytes.permute({0, 2, 3, 1}).contiguous();
}

} // namespace

void writeImageGrid(const std::filesystem::path& path, const torch::Tensor& images, int columns, int zoom) {
    if (images.dim() != 4 || (images.size(1) != 1 && images.size(1) != 3))
        throw Error("images must be n x (1 or 3) x h x w");
    const auto bytes = toBytes(images);
    const auto pixels = bytes.accessor<std::uint8_t, 4>();
    const int count = static_cast<int>(bytes.size(0)), high = static_cast<int>(bytes.size(1)) * zoom,
              wide = static_cast<int>(bytes.size(2)) * zoom, rows = (count + columns - 1) / columns;
    const int width = columns * (wide + pixelGap) + pixelGap, height = rows * (high + pixelGap) + pixelGap;
    std::vector<png_byte> canvas(static_cast<size_t>(width) * height * 3, 128);
    for (int i = 0; i < count; ++i)
        for (int y = 0; y < high; ++y)
            for (int x = 0; x < wide; ++x)
                for (int c = 0; c < 3; ++c) {
                    const int top = pixelGap + i / columns * (high + pixelGap) + y,
                              left = pixelGap + i % columns * (wide + pixelGap) + x;
                    canvas[(static_cast<size_t>(top) * width + left) * 3 + c] =
                        pixels[i][y / zoom][x / zoom][c];
                }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = 0;
    std::string file;
    if (png_image_write_get_memory_size(image, size, 0, canvas.data(), 0, nullptr)) {
        file.resize(size);
        if (png_image_write_to_memory(&image, file.data(), &size, 0, canvas.data(), 0, nullptr))
            return writeWhole(path, {file.data(), size});
    }
    throw Error(path.string() + ": cannot be drawn (" + image.message + ")");
}

} // namespace solus::train
