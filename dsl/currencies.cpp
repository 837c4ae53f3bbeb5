// ISO 4217 currencies in circulation, by their digits behind the point.
#include <algorithm>
#include <string_view>

#include "dsl/org_file.hpp"

namespace baton::dsl {
namespace {

constexpr std::string_view without_minor_unit = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view with_three_digits = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view with_four_digits = "CLF UYW";
constexpr std::string_view with_two_digits =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

bool lists(std::string_view codes, std::string_view code) {
  const std::size_t at = codes.find(code);
  return at != std::string_view::npos && at % 4 == 0;
}

}  // namespace

std::optional<int> currency_places(std::string_view code) {
  const bool three_letters = code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!three_letters) return std::nullopt;
  if (lists(with_two_digits, code)) return 2;
  if (lists(without_minor_unit, code)) return 0;
  if (lists(with_three_digits, code)) return 3;
  if (lists(with_four_digits, code)) return 4;
  return std::nullopt;
}

}  // namespace baton::dsl
