// Reads QR codes from the phone's camera: by the browser's own detector where there is one, else by our own.
import decode from "qr/decode.js";

const EVERY = 120; // milliseconds between two looks
const SIDE = 480; // pixels of the square our own reader looks at

const WHY = {
  NotAllowedError: "没有允许使用摄像头。请在浏览器的网站设置里允许，再按“开始扫码”。",
  NotFoundError: "这台设备没有摄像头。可以在下面输入签到码，或按姓名代签。",
  NotReadableError: "摄像头正被别的程序使用。请关闭后再试。",
};

async function detector() {
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return null;
    const native = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await native.detect(video))[0]?.rawValue;
  } catch {
    return null; // no such thing in this browser
  }
}

function reader() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const side = Math.min(video.videoWidth, video.videoHeight);
    pen.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, SIDE, SIDE);
    try {
      return decode(pen.getImageData(0, 0, SIDE, SIDE));
    } catch {
      return undefined; // no code in this picture
    }
  };
}

// Starts looking; answers with the way to stop. Throws a sentence when there is no camera to use.
export async function watch(video, seen) {
  if (!navigator.mediaDevices) throw new Error("摄像头只能在 HTTPS 地址下使用。请联系系统管理员，或在下面输入签到码。");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment" } });
  } catch (error) {
    throw new Error(WHY[error.name] ?? "摄像头没有打开。请检查后再试，或在下面输入签到码。");
  }
  video.srcObject = stream;
  await video.play();
  let look = (await detector()) ?? reader();
  let running = true;
  const round = async () => {
    if (!running) return;
    try {
      const text = video.videoWidth ? await look(video) : "";
      if (text && running) seen(text);
    } catch {
      look = reader(); // the browser's own gave up
    }
    setTimeout(round, EVERY);
  };
  round();
  const lock = await navigator.wakeLock?.request("screen").catch(() => null);
  return () => {
    running = false;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    lock?.release();
  };
}
