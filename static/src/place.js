// Public check-in: when the activity asks for it, the phone's position goes along; without it the form works as well.
(() => {
  const box = document.querySelector("[data-place]");
  if (!box || !("geolocation" in navigator)) return;
  const field = (name) => box.querySelector(`[name=${name}]`);
  const say = (text) => (box.querySelector("[data-place-said]").textContent = text);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      for (const name of ["latitude", "longitude", "accuracy"]) field(name).value = coords[name].toFixed(name === "accuracy" ? 0 : 5);
      say("已取得位置，只用来判断是否在场内，不保存。");
    },
    () => say("没有取得位置，不影响签到。"),
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
  );
})();
