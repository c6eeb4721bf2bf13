// Writes the bundle's two Turtle files from the table of parameters, when the plugin is built. Usage: ...
// FOLDER VERSION
#include "Lv2Controls/Uris.h"
#include "Ports/PortInstance.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

using namespace solus;

namespace {

constexpr const char* prefixes = "@prefix doap: <http://usefulinc.com/ns/doap#> .\n"
                                 "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
                                 "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
                                 "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
                                 "@prefix units: <http://lv2plug.in/ns/extensions/units#> .\n\n";

/// The decimal separator is always '.', and integers are written as decimals.
std::string decimal(float value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", static_cast<double>(value));
    return text;
}

std::string unitOf(const std::string& unit) {
    if (unit.empty()) return "";
    return "        units:unit units:" +
           std::string(unit == "dB"  ? "db"
                       : unit == "%" ? "pc"
                                     : "ms") +
           " ;\n";
}

std::string head(unsigned index, const std::string& types, const std::string& symbol,
                 const std::string& name) {
    return "[\n        a " + types + " ;\n        lv2:index " + std::to_string(index) +
           " ;\n        lv2:symbol \"" + symbol + "\" ;\n        lv2:name \"" + name + "\" ;\n";
}

std::string control(unsigned index, const std::string& symbol, const std::string& name, float low, float high,
                    float standard, const std::string& rest) {
    return head(index, "lv2:InputPort, lv2:ControlPort", symbol, name) + "        lv2:default " +
           decimal(standard) + " ;\n        lv2:minimum " + decimal(low) + " ;\n        lv2:maximum " +
           decimal(high) + " ;\n" + rest + "    ], ";
}

std::string plugin(int channels, const std::string& version) {
    const PortLayout layout{channels};
    const bool mono = channels == 1;
    std::string ports;
    for (const bool input : {true, false})
        for (int c = 0; c < channels; ++c)
            ports += head(input ? layout.in(c) : layout.out(c),
                          input ? "lv2:InputPort, lv2:AudioPort" : "lv2:OutputPort, lv2:AudioPort",
                          std::string(input ? "in" : "out") + (mono     ? ""
                                                               : c == 0 ? "_left"
                                                                        : "_right"),
                          std::string(input ? "Input" : "Output") + (mono     ? ""
                                                                     : c == 0 ? " left"
                                                                              : " right")) +
                     "    ], ";
    for (int i = 0; i < parameterCount; ++i) {
        const ParameterSpec& s = parameterTable()[i];
        const bool toggle = s.kind == ParameterKind::toggle;
        ports += control(layout.parameter(i), s.id, s.name, s.low, s.high, s.standard,
                         std::string("        rdfs:comment \"") + s.help + "\" ;\n" + unitOf(s.unit) +
                             (toggle ? "        lv2:portProperty lv2:toggled ;\n" : ""));
    }
    const std::string whole =
        "        lv2:portProperty lv2:integer ;\n        rdfs:comment \"'solus numbers' lists them; 0 is ";
    const auto last = static_cast<float>(highestNumber);
    ports += control(layout.model(), "model", "Model number", 0, last, 0, whole + "the default\" ;\n");
    ports +=
        control(layout.voice(), "voice", "Voice number", 0, last, 0, whole + "none: everybody passes\" ;\n");
    ports +=
        head(layout.latency(), "lv2:OutputPort, lv2:ControlPort", "latency", "Latency") +
        "        lv2:designation lv2:latency ;\n        lv2:portProperty lv2:reportsLatency, lv2:integer ;\n"
        "        lv2:minimum 0 ;\n        lv2:maximum 384000 ;\n        units:unit units:frame ;\n    ] ";
    const std::string minor = version.substr(version.find('.') + 1),
                      micro = minor.substr(minor.find('.') + 1);
    return std::string("<") + lv2::uris[channels - 1] +
           ">\n    a lv2:Plugin, lv2:SpectralPlugin ;\n    doap:name \"Solus (controls, " +
           (mono ? "mono" : "stereo") +
           ")\" ;\n    doap:license <https://spdx.org/licenses/GPL-3.0-or-later> ;\n"
           "    lv2:project [\n        a doap:Project ;\n        doap:name \"Solus\" ;\n        "
           "doap:maintainer [\n"
           "            foaf:name \"Solus\" ;\n            foaf:homepage <https://solus-audio.org> ;\n"
           "            foaf:mbox <mailto:hello@solus-audio.org>\n        ]\n    ] ;\n    lv2:minorVersion " +
           std::to_string(std::stoi(minor)) + " ;\n    lv2:microVersion " + std::to_string(std::stoi(micro)) +
           " ;\n    lv2:optionalFeature lv2:hardRTCapable ;\n    lv2:port " + ports + ".\n\n";
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const std::string folder = argv[1];
    std::ofstream manifest(folder + "/manifest.ttl"), plugins(folder + "/solus-controls.ttl");
    manifest << "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
                "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n";
    for (const char* uri : lv2::uris)
        manifest << "<" << uri
                 << ">\n    a lv2:Plugin ;\n    lv2:binary <solus-controls.so> ;\n"
                    "    rdfs:seeAlso <solus-controls.ttl> .\n\n";
    plugins << prefixes << plugin(1, argv[2]) << plugin(2, argv[2]);
    if (manifest.flush() && plugins.flush()) return 0;
    std::cerr << folder << ": cannot write the Turtle files\n";
    return 1;
}
