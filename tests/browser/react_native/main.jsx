// A page with react-native-rasa's chat as it is; `window.BOT` is where the bot answers.
import { AppRegistry, View } from "react-native";
import React from "react";
import RasaChat from "./react-native-rasa/RNRasa";

const id = String(Math.random());
const height = window.innerHeight;
const App = () => (
  <View style={{ height }}>
    <RasaChat host={window.BOT} userId={id} onSendMessFailed={(error) => Promise.reject(error)} />
  </View>
);

AppRegistry.registerComponent("chat", () => App);
AppRegistry.runApplication("chat", { rootTag: document.getElementById("root") });
